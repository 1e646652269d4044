"""The journal 操作日志: one append-only row for every verb, in the verb's own transaction.

Takes in what was done, by whom, when, to what, with which facts; hands the row on to the reactions that
`tonglu.flow` registered for the verb. Seals chain the rows' hashes afterwards, in batches, so that no verb waits
for another; a broken chain shows in `tonglu check`.
"""
