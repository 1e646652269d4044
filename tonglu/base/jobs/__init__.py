"""Jobs 后台任务: work that nobody waits for, done once by a worker beside the web server.

Takes in what was asked (a kind, its arguments, who, when) in the asker's own transaction, and hands each job to the
handler that `tonglu.web.jobs.table` names for its kind. A job is finished in the transaction of its effect: a killed
worker's job runs again, its effect happens once. How, and what it costs: docs/decisions/0010-jobs.md.
"""
