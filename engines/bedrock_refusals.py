"""What Amazon Bedrock says when it does not draw, as this house's errors."""

from typing import Any

from engines.images_api.refusals import legible
from engines.retrying import AskAgainError
from errors import EngineError, EngineUnavailable

_KEY = (
    "it refused the credentials",
    "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
)
_FINAL = {  # an error's code, or its class: what it means, and what to do about it
    "AccessDeniedException": (
        "it refused access to the model",
        "ask for the model in the Bedrock console, and allow bedrock:InvokeModel",
    ),
    "UnrecognizedClientException": _KEY,
    "InvalidSignatureException": _KEY,
    "IncompleteSignatureException": _KEY,
    "ExpiredTokenException": _KEY,
    "ResourceNotFoundException": (
        "it does not know the model, or has given it up",
        "check PENTIMENTO_BEDROCK_IMAGES, and the region (AWS_DEFAULT_REGION)",
    ),
    "ServiceQuotaExceededException": ("its quota is used up", "check the plan and its limits"),
    "NoCredentialsError": (
        "there are no AWS credentials",
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
    ),
    "PartialCredentialsError": _KEY,
    "CredentialRetrievalError": _KEY,
    "TokenRetrievalError": _KEY,
    "SSOTokenLoadError": _KEY,
    "UnauthorizedSSOTokenError": _KEY,
    "ProfileNotFound": ("there is no such AWS profile", "check AWS_PROFILE"),
    "NoRegionError": ("no AWS region is set", "set AWS_DEFAULT_REGION, for example us-west-2"),
    "InvalidRegionError": ("there is no such AWS region", "check AWS_DEFAULT_REGION"),
}
_AGAIN_HINT = "try again in a moment"
_PASSING = {
    "ThrottlingException": ("it is busy", _AGAIN_HINT),
    "TooManyRequestsException": ("it is busy", _AGAIN_HINT),
    "ServiceUnavailableException": ("it is busy", _AGAIN_HINT),
    "ModelNotReadyException": ("the model is not ready yet", _AGAIN_HINT),
    "ModelTimeoutException": ("it took too long", _AGAIN_HINT),
    "InternalServerException": ("its server failed", _AGAIN_HINT),
    "EndpointConnectionError": ("nothing answers at its address", "check AWS_DEFAULT_REGION"),
    "ConnectTimeoutError": ("nothing answers at its address", "check AWS_DEFAULT_REGION"),
    "ConnectionClosedError": ("nothing answers at its address", "check AWS_DEFAULT_REGION"),
}
_FILTERED = ("content filter", "filter reason", "content_filtered", "responsible ai", "blocked")


def failure(error: Exception, model: str) -> Exception:
    """Return what to raise for an error of boto3: `AskAgainError` where another try may help."""
    response: dict[str, Any] = getattr(error, "response", None) or {}
    given = response.get("Error") or {}
    kind = str(given.get("Code") or type(error).__name__)
    service = f"{model} (Bedrock)"
    if kind in _PASSING:
        return AskAgainError(_silent(service, *_PASSING[kind]))
    if kind in _FINAL:
        return _silent(service, *_FINAL[kind])
    if _fails(response):
        return AskAgainError(_silent(service, "its server failed", _AGAIN_HINT))
    if response:
        return no_picture(service, legible(given.get("Message")) or kind)
    if "Timeout" in kind:
        hint = "try again, or raise PENTIMENTO_IMAGES_TIMEOUT_S"
        return _silent(service, "it took too long", hint)
    return _silent(service, legible(error) or kind, "the server's log says more")


def no_picture(service: str, why: str) -> EngineError:
    """Return the error for an answer without a picture, in the service's own words."""
    words = legible(why)
    if any(sign in words.lower() for sign in _FILTERED):
        return EngineError(
            f"`{service}` refused to draw this: {words}",
            hint="say it in other words, or choose another photo or engine",
        )
    if words:
        return EngineError(
            f"`{service}` refused the request: {words}",
            hint="change the options or the words, or choose another engine",
        )
    return EngineError(
        f"`{service}` answered without a picture", hint="try again, or choose another engine"
    )


def _fails(response: dict[str, Any]) -> bool:
    """Whether the service itself failed: what stands before it answers by a status alone."""
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return status in (408, 424, 429) or status >= 500


def _silent(service: str, why: str, hint: str) -> EngineUnavailable:
    return EngineUnavailable(f"`{service}` did not answer: {why}", hint=hint)
