"""Everything this server raises on purpose.

EditError                     base: code, message, hint, retryable
├── RequestError              the caller can fix it                     -> 4xx
│   ├── InvalidRequest        a field, an amount or a name is off       -> 422
│   ├── InvalidImage          the bytes are not an image we accept      -> 422
│   ├── TooLarge              over a size limit                         -> 413
│   ├── InvalidMask           empty, or of another size                 -> 422
│   ├── InvalidRegion         outside the image, or malformed           -> 422
│   ├── UnknownEngine         no engine has that name                   -> 422
│   ├── NoEngine              nothing installed can do it               -> 422
│   ├── NoImage               the thread has no photo yet               -> 422
│   ├── NotUnderstood         the text is no request we know            -> 422
│   ├── NothingToUndo         the head is at an end of its branch       -> 422
│   ├── NothingChanged        the edit ran and changed no pixel         -> 422
│   ├── NotFound              no such image, mask, thread or version    -> 404
│   ├── Unauthenticated       no identity, or a wrong one               -> 401
│   ├── Forbidden             a foreign host or origin                  -> 403
│   ├── NothingAsked          an answer, and no open pause              -> 409
│   ├── ThreadBusy            another turn runs on the thread           -> 409
│   └── Cancelled             the caller stopped the turn               -> 409
└── EngineError               a model failed                            -> 500
    └── EngineUnavailable     its service did not answer, or refused    -> 503
"""

from typing import NotRequired

from typing_extensions import TypedDict


class Problem(TypedDict):
    """An error the caller can act on, as it travels in a reply."""

    code: str
    message: str
    hint: str
    retryable: bool
    capability: NotRequired[str]


class EditError(Exception):
    """Base of all errors raised on purpose.

    Args:
        message: what is wrong, in one sentence.
        hint: what to do about it; may list the choices.
    """

    code = "edit_error"
    status = 500
    retryable = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def sentence(self) -> str:
        """Return message and hint as a person reads them."""
        hint = self.hint[:1].upper() + self.hint[1:]
        return f"{self.message[:1].upper()}{self.message[1:].rstrip('.')}. {hint}".strip()

    def problem(self) -> Problem:
        """Return the error as the wire carries it."""
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "retryable": self.retryable,
        }


class RequestError(EditError):
    """The request cannot be served as given; the message says what to change."""

    code = "bad_request"
    status = 422


class InvalidRequest(RequestError):
    """A field, an amount or a name is off."""

    code = "invalid_request"


class InvalidImage(RequestError):
    """The bytes are not an image we accept."""

    code = "invalid_image"


class TooLarge(RequestError):
    """The upload is over a limit; the hint names the setting."""

    code = "too_large"
    status = 413


class InvalidMask(RequestError):
    """The mask is empty, or its size differs from the image's."""

    code = "invalid_mask"


class InvalidRegion(RequestError):
    """A point, box or stroke is malformed or outside the image."""

    code = "invalid_region"


class UnknownEngine(RequestError):
    """No engine is registered under that name."""

    code = "unknown_engine"


class NoEngine(RequestError):
    """No installed engine has the capability; the hint says what would add one."""

    code = "no_engine"

    def __init__(self, message: str, *, capability: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.capability = capability

    def problem(self) -> Problem:
        """Return the error as the wire carries it, with the missing capability."""
        return {**super().problem(), "capability": self.capability}


class NotUnderstood(RequestError):
    """The text is no request we know; the hint gives examples."""

    code = "not_understood"


class NoImage(RequestError):
    """The request needs a photo, and the thread has none yet."""

    code = "no_image"


class NothingToUndo(RequestError):
    """There is no older version to undo to, or no newer one to redo."""

    code = "nothing_to_undo"


class NothingChanged(RequestError):
    """The edit ran and changed no pixel: that is not a new version."""

    code = "nothing_changed"


class NotFound(RequestError):
    """No such image, mask, thread or version belongs to the caller."""

    code = "not_found"
    status = 404


class Unauthenticated(RequestError):
    """The request carries no valid key."""

    code = "unauthenticated"
    status = 401


class Forbidden(RequestError):
    """The request comes from a host or origin we do not serve."""

    code = "forbidden"
    status = 403


class NothingAsked(RequestError):
    """An answer arrived, and no question is open on the thread."""

    code = "nothing_asked"
    status = 409


class ThreadBusy(RequestError):
    """Another turn is running on the thread."""

    code = "thread_busy"
    status = 409
    retryable = True


class Cancelled(RequestError):
    """The caller stopped the turn; what was recorded before stays."""

    code = "cancelled"
    status = 409
    retryable = True


class EngineError(EditError):
    """A model failed; the cause is chained."""

    code = "engine_failed"


class EngineUnavailable(EngineError):
    """A model's service did not answer in time, refused, or is not there; another may do."""

    code = "engine_unavailable"
    status = 503
    retryable = True
