"""The door 登录: by password with lock-out, a second factor, and the work chats (Feishu, DingTalk, WeCom).

allauth does the flows; here stand what the house adds: who may enter, where an attempt is noted, whom a chat's identity
belongs to, and WeCom, which allauth does not know.
"""
