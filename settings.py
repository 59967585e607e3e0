"""Every environment variable this server reads, with its default."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from errors import InvalidRequest

Served = Literal["segment", "ground", "erase", "inpaint", "edit", "generate"]
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

    download: Literal["ask", "auto", "never"] = Field(
        default="ask",
        description="weights that a turn needs and this machine has not: say what to pull, get "
        "them at once, or never get any (then `pull` refuses too)",
    )
    weights: Path | None = Field(
        default=None, description="folder of models' weights; none: the Hugging Face cache"
    )
    models: dict[str, str] = Field(
        default_factory=dict[str, str],
        description='other weights for an engine, a hub id or a folder, as JSON: {"sd": "/my/sd"}',
    )
    diffusers: list[str] = Field(
        default_factory=list[str],
        description='more pipelines, hub ids or folders, as JSON: each is "diffusers:NAME"',
    )
    device: str = Field(default="auto", description='where models run: "auto", "cpu", "cuda:0"')
    models_bytes: int | None = Field(
        default=None, gt=0, description="memory for loaded models; none: 0.8 of what is free"
    )
    offload: Literal["none", "model", "sequential"] = Field(
        default="none", description="keep a pipeline's parts on the CPU while they do not run"
    )
    compile: bool = Field(default=False, description="compile models on a GPU: slow start, faster")
    prefetch: bool = Field(
        default=True, description="compute a photo's embedding on upload, where a model has one"
    )
    embeddings_bytes: int = Field(
        default=256_000_000, gt=0, description="memory for photos' embeddings; the oldest go first"
    )

    images_url: str | None = Field(
        default=None, description="of a server that speaks OpenAI's images API"
    )
    images_model: str | None = Field(
        default=None, description="none: gpt-image-2.5-sunburst of OpenAI; else the server's own"
    )
    images_dialect: Literal["openai", "vllm-omni", "sglang", "generic"] = "openai"
    images_key: SecretStr | None = Field(
        default=None, description="none: OPENAI_API_KEY, for OpenAI and OPENAI_BASE_URL's host only"
    )
    images_timeout_s: float = Field(default=180.0, gt=0)
    lama_cleaner_url: str | None = Field(default=None, description='"http://127.0.0.1:8080"')
    iopaint_url: str | None = Field(default=None, description='"http://127.0.0.1:8081"')
    bedrock_images: str | None = Field(
        default=None, description="a Bedrock model that draws: its id, as Bedrock lists it"
    )
    triton_url: str | None = Field(default=None, description='"HOST:8000", its HTTP port')
    triton_models: dict[Served, str] = Field(
        default_factory=dict[Served, str],
        description='capability: its model there, as JSON: {"segment": "sam"}',
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
