"""The working calendar 日历: Chinese public holidays and make-up days, company days, leave.

Takes in the company's own days; hands on `WorkCalendar`, which answers whether a day is worked and how much of a
period has gone.
"""
