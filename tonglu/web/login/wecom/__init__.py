"""WeCom 企业微信 as an identity provider of allauth, which knows only WeChat itself.

The company's own app says who scanned; a member is known by his `userid`. Written from WeCom's developer
documentation: 网页授权登录 and 构造企业微信登录链接, 获取访问用户身份.
"""
