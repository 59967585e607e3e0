"""Every environment variable this server reads, with its default."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from errors import InvalidRequest

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Settings(BaseSettings):
    """Read once at start-up; prefix PENTIMENTO_."""

    model_config = SettingsConfigDict(env_prefix="PENTIMENTO_", env_file=".env", extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    data: Path = Path("var")
    max_upload_bytes: int = Field(default=50_000_000, gt=0)
    max_pixels: int = Field(default=64_000_000, gt=0)
    keys: dict[str, SecretStr] = Field(
        default_factory=dict[str, SecretStr],
        description='who may call, as JSON: {"alice": "her key"}; empty: loopback only',
    )
    allowed_hosts: list[str] = Field(
        default_factory=list[str],
        description='names this server is reached by beyond loopback, as JSON: ["photos.lan"]',
    )
    allowed_origins: list[str] = Field(
        default_factory=list[str],
        description='pages elsewhere that may call this server, as JSON: ["https://..."]',
    )

    chat_model: str | None = Field(
        default=None,
        description='plans, translates and writes prompts: "openai:NAME", "ollama:NAME", '
        '"bedrock_converse:NAME"; OPENAI_BASE_URL leads "openai:" to any compatible server',
    )
    vision_model: str | None = Field(
        default=None, description="sees photos and answers questions; may be the chat model again"
    )
    chat_method: Literal["json_schema", "function_calling", "json_mode"] = Field(
        default="json_schema", description="how structured output is asked for"
    )
    chat_timeout_s: float = Field(default=30.0, gt=0)
    plan_sure_first: bool = Field(
        default=True, description="sure rules (undo, brightness, rotation) answer without a model"
    )
    vision_side_px: int = Field(
        default=1024, ge=64, le=4096, description="longest side of a photo as a model gets it"
    )
    vision_pixels: int = Field(
        default=4_000_000, gt=0, description="of all photos of one question; older ones: captions"
    )
    opus_mt: str = Field(
        default="Helsinki-NLP/opus-mt-ko-en", description="folder or hub name of a Marian model"
    )
    embeddings: str | None = Field(
        default=None,
        description='of pictures for search: "openai:NAME", "ollama:NAME", "clip:FOLDER or NAME"',
    )
    embeddings_dims: int | None = Field(default=None, gt=0, description="none: asked of the model")
    tavily_url: str | None = Field(
        default=None, description="of a server that speaks Tavily's API; its key: TAVILY_API_KEY"
    )

    @cached_property
    def images_folder(self) -> Path:
        """Where the image store keeps its files."""
        return self.data / "images"

    @cached_property
    def database(self) -> Path:
        """The SQLite file of checkpoints and threads."""
        return self.data / "threads.sqlite"

    def check_exposure(self) -> None:
        """Refuse to serve strangers.

        Raises:
            InvalidRequest: the host is not loopback and no keys are set.
        """
        if self.host not in LOOPBACK and not self.keys:
            raise InvalidRequest(
                f"PENTIMENTO_HOST={self.host} would serve anyone who can reach this machine",
                hint="""set PENTIMENTO_KEYS='{"alice": "a long secret"}', or host 127.0.0.1""",
            )
