"""What people left behind in the demo company in its last weeks: questions and answers, forms, leave, imports, pushes.

Takes in the company with its history; everything here is done by the verbs of the house, one after the other at the
instants at which it happened, so that journal, notices and pages are as they are in a company that is at work.
"""
