"""Files 文件: photos and other bytes, named by their SHA-256, stored once.

Takes in bytes that come separately from the facts that mention them; hands on a path.
"""
