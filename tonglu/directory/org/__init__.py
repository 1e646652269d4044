"""The organisation 组织: company, units, positions, people, and who held which position when.

Takes in dated appointments; hands on `Scope`, a person's own line of the organisation on a day, by which every
list, report, export and phone bundle is cut.
"""
