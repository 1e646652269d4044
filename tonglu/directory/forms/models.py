from tonglu.directory.forms.filled import Filled, FilledItem, FilledPhoto, InvalidAnswers
from tonglu.directory.forms.versions import Form, FormDraft, FormRole, FormVersion

__all__ = [
    "Filled",
    "FilledItem",
    "FilledPhoto",
    "Form",
    "FormDraft",
    "FormRole",
    "FormVersion",
    "InvalidAnswers",
]
