"""The map in a browser is silent and sealed: it asks for nothing and sends nothing."""

from __future__ import annotations

from browser import REACHING_OUT, WAYS, Visit
from reader import counts, shown, text_of, use_everything

# Addresses that never leave the computer.
INSIDE = ("data:", "blob:")
HOST = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Host</title>'


def outside(seen):
    """Return the addresses asked for that are not part of the page."""
    return [address for address in seen.asked if not address.startswith(INSIDE)]


def test_the_map_asks_for_nothing_and_says_nothing(visit, drawn):
    """Acceptance 1: no request and no message with every control used, offline."""
    seen = visit(drawn(), offline=True).ready()
    use_everything(seen)
    assert seen.said == []
    assert outside(seen) == [drawn().as_uri()]


def test_nothing_gets_out_of_the_map_to_a_server(visit, served, drawn):
    """Acceptance 2: a server counts, since browsers report even requests they do not send."""
    (served.folder / "map.html").write_bytes(drawn("data", "en").read_bytes())
    served.asked.clear()
    seen = visit(f"{served.address}/map.html").ready()
    use_everything(seen)
    seen.run(REACHING_OUT, served.address)
    seen.page.wait_for_timeout(300)
    assert served.asked == ["/map.html"]


def test_a_page_without_our_policy_does_reach_the_server(visit, served):
    """Acceptance 2, the control: what the test above looks for can happen."""
    (served.folder / "control.html").write_text("<!doctype html><p>control", encoding="utf-8")
    served.asked.clear()
    seen = visit(f"{served.address}/control.html")
    seen.run(REACHING_OUT, served.address)
    for _moment in range(100):
        if set(served.asked) >= WAYS:
            break
        seen.page.wait_for_timeout(20)
    assert set(served.asked) >= WAYS


def test_without_scripts_the_picture_shows(visit, drawn):
    seen = visit(drawn(), java_script_enabled=False)
    picture = seen.page.locator("noscript img, .unscripted img")
    assert picture.is_visible()
    assert picture.bounding_box()["width"] > 900
    assert not seen.page.locator("#app").is_visible()
    assert seen.said == []


def test_in_a_notebook_the_map_works_in_a_frame_of_its_own(visit, served, scene):
    """What a notebook shows stays as silent as the file, and apart from the notebook's page."""
    page = f"{HOST}{scene._repr_html_()}"
    (served.folder / "notebook.html").write_text(page, encoding="utf-8")
    served.asked.clear()
    seen = visit(f"{served.address}/notebook.html")
    frame = Visit(seen.page.frames[1], seen.said, seen.asked).ready()
    assert seen.page.locator("iframe").get_attribute("title") == scene.title
    assert counts(frame) == {what: len(ids) for what, ids in shown(frame).items()}
    frame.page.fill("#search", "polresta")
    frame.page.press("#search", "Enter")
    assert text_of(frame, "#panel h2") in [mark.name for mark in scene.actors]
    frame.page.click("#language")
    frame.page.click("#to-table")
    assert frame.page.locator("#copy_link").count() == 0  # there is no address to give away
    assert seen.said == []
    assert served.asked == ["/notebook.html"]
