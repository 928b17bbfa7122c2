"""What axe-core finds serious on a page, in both colour schemes, wide and narrow."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

LOOKS = [("light", 1280), ("dark", 320)]
CROSSED = [("dark", 1280), ("light", 320)]
OF_THE_LOOK = {"runOnly": ["color-contrast", "target-size"], "resultTypes": ["violations"]}


def findings(page: Any, *, looks: bool = False) -> list[str]:
    """What axe finds serious: light and wide, dark and narrow; with `looks` contrast and size the other way, too."""
    found = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        response = Axe().run(page).response
        assert len(response["passes"]) > 10, "axe looked at nothing"
        found += _serious(response, scheme, width)
    for scheme, width in CROSSED if looks else ():
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        found += _serious(Axe().run(page, options=OF_THE_LOOK).response, scheme, width)
    return found


def _serious(response: dict[str, Any], scheme: str, width: int) -> list[str]:
    return [
        f"{scheme} {width}: {one['id']}: {node['html']}"
        for one in response["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]
