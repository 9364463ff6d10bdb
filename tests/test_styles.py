"""The style sheet that is served is the one its parts make."""

from config.styles import MEMBERS, PARTS, STATIC, members, styles


def test_the_style_sheet_is_made_of_its_parts():
    assert (STATIC / "app.css").read_text(encoding="utf-8") == styles()
    assert (STATIC / "members.css").read_text(encoding="utf-8") == members()
    assert {path.stem for path in (STATIC / "parts").glob("*.css")} == {*PARTS, *MEMBERS}
