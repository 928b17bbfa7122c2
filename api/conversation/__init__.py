"""Follow-up questions: what a question means after those that were asked before it, found without a language model."""

from api.conversation.resolving import Resolved, resolve
from api.conversation.turns import Role, Turn

__all__ = ["Resolved", "Role", "Turn", "resolve"]
