"""The panels by name, as `Sheet.show_panel` opens them."""

from collections.abc import Callable, Mapping

from editor.downloads import open_download
from editor.naming import open_name_version, open_rename_thread
from editor.settings_panel import open_settings

OPEN: Mapping[str, Callable[..., None]] = {
    "settings": open_settings,
    "download": open_download,
    "rename_thread": open_rename_thread,
    "name_version": open_name_version,
}
"""Name -> `open_…(desk, sheet, **about)`; "generate" is the page's own."""
