"""Customer cards 客户资料卡: the customer, his channel, class and place, and which position owns him when.

Takes in master data and handovers; hands on `Customer.objects.visible_to(scope)` to everything that lists outlets.
"""
