"""The tables of approvals: books of rules, rounds with their seats and answers, delegations."""

from tonglu.directory.approvals.models.answers import Answer, Reminder
from tonglu.directory.approvals.models.books import Adoption, RuleBook, Simulation
from tonglu.directory.approvals.models.delegations import Delegation
from tonglu.directory.approvals.models.rounds import Approval, Outcome, Seat

__all__ = [
    "Adoption",
    "Answer",
    "Approval",
    "Delegation",
    "Outcome",
    "Reminder",
    "RuleBook",
    "Seat",
    "Simulation",
]
