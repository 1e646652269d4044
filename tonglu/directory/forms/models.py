from tonglu.directory.forms.filled import Filled, FilledItem, FilledPhoto, InvalidAnswers
from tonglu.directory.forms.versions import Form, FormDraft, FormPicture, FormRole, FormVersion

__all__ = [
    "Filled",
    "FilledItem",
    "FilledPhoto",
    "Form",
    "FormDraft",
    "FormPicture",
    "FormRole",
    "FormVersion",
    "InvalidAnswers",
]
