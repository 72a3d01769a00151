"""The pages of settings, as people meet them."""

from urllib.parse import quote

import html5lib
import pytest
from django.test import Client
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.settings_history import declared
from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.models import SettingChange
from leeward.foundation.settings_history.scopes import GROUP
from leeward.foundation.settings_history.shapes import Choice, Dates, Switch, Text, TimeOfDay
from tests.foundation.settings_history.conftest import LEEDS, MANAGER, NORTH, READER
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/settings/test.meetings"


@pytest.fixture(autouse=True)
def named_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        declared, "_scopes", lambda: {GROUP: "The whole organisation", NORTH: "North", LEEDS: "North, Leeds"}
    )


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Client:
    return sign_in(monkeypatch, MANAGER)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Client:
    return sign_in(monkeypatch, READER)


def entered(**given: str) -> dict[str, str]:
    return {"value": "6", "why": "Agreed by the board", **given}


def test_the_list_shows_what_holds_and_who_chose_it(manager: Client, meetings: object, refer: object) -> None:
    manager.post(f"{PAGE}?scope=north", entered(confirmed="yes"))
    page = manager.get("/settings?scope=north/leeds").content.decode()
    assert "Meetings a year" in page
    assert "source not checked" in page
    assert 'data-label="Chosen by">North</td>' in page
    assert 'data-label="Chosen by">default</td>' in page


def test_a_change_is_shown_first_and_made_after_it_is_confirmed(manager: Client, meetings: object) -> None:
    seen = manager.post(f"{PAGE}?scope=north", entered()).content.decode()
    assert "2 more meetings a year in north." in seen
    assert not SettingChange.objects.exists()
    answer = manager.post(f"{PAGE}?scope=north", entered(confirmed="yes"))
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?scope=north")
    row = SettingChange.objects.get()
    assert (row.value, row.scope, row.why, row.person) == (6, "north", "Agreed by the board", MANAGER.person)
    page = manager.get(f"{PAGE}?scope=north").content.decode()
    assert "The setting is changed." in page
    assert "Agreed by the board" in page


def test_what_was_entered_stays_when_it_cannot_be_taken(manager: Client, meetings: object) -> None:
    page = manager.post(PAGE, entered(value="often <b>", why="Because & so")).content.decode()
    assert "Enter a whole number, such as 3." in page
    assert "often &lt;b&gt;" in page
    assert "Because &amp; so" in page
    assert "Error:" in page
    page = manager.post(PAGE, entered(why="")).content.decode()
    assert "Say why the setting changes." in page
    assert not SettingChange.objects.exists()


@pytest.mark.parametrize(
    ("day", "says"),
    [(("1", "1", "2020"), "Choose a day after today"), (("31", "2", "2027"), "Enter a real date"), (("1", "", ""), "")],
)
def test_a_day_that_cannot_be_is_refused(manager: Client, meetings: object, day: tuple[str, ...], says: str) -> None:
    given = {f"from_day_{number}": part for number, part in enumerate(day)}
    page = manager.post(PAGE, entered(confirmed="yes", **given)).content.decode()
    assert "There is a problem" in page
    assert says in page
    assert not SettingChange.objects.exists()


def test_a_planned_change_is_shown_as_planned(manager: Client, meetings: object) -> None:
    given = {"from_day_0": "1", "from_day_1": "9", "from_day_2": "2090"}
    manager.post(PAGE, entered(confirmed="yes", **given))
    page = manager.get(PAGE).content.decode()
    assert "planned" in page
    assert "From 1 September 2090, 00:00" in page


def test_confirming_sends_exactly_what_was_checked(manager: Client, meetings: object) -> None:
    given = {"from_day_0": "1", "from_day_1": "Sept", "from_day_2": "2090", "why": 'Said "yes" & signed'}
    page = html5lib.parse(manager.post(PAGE, entered(**given)).content, namespaceHTMLElements=False)
    (form,) = [form for form in page.iter("form") if form.get("method") == "post"]
    sent = {field.get("name"): field.get("value") for field in form.iter("input")}
    manager.post(PAGE, sent)
    row = SettingChange.objects.get()
    assert (row.value, row.why) == (6, 'Said "yes" & signed')
    assert timezone.localtime(row.from_at).strftime("%Y-%m-%d %H:%M") == "2090-09-01 00:00"


def test_a_choice_is_given_back(manager: Client, meetings: object) -> None:
    manager.post(f"{PAGE}?scope=north", entered(confirmed="yes"))
    assert "Give the choice back" in manager.get(f"{PAGE}?scope=north").content.decode()
    assert "Give the choice back" not in manager.get(PAGE).content.decode()
    manager.post(f"{PAGE}/give-back?scope=north", {"why": ""})
    assert SettingChange.objects.count() == 1
    manager.post(f"{PAGE}/give-back?scope=north", {"why": "As the others"})
    assert SettingChange.objects.filter(cleared=True).count() == 1
    assert "Choice given back" in manager.get(PAGE).content.decode()


def test_whoever_may_only_see_sees_no_form_and_changes_nothing(reader: Client, meetings: object) -> None:
    assert "Change it" not in reader.get(PAGE).content.decode()
    for path, given in ((PAGE, entered(confirmed="yes")), (f"{PAGE}/give-back", {"why": "Mine"})):
        assert reader.post(path, given).status_code == 404
    assert not SettingChange.objects.exists()


def test_whoever_may_not_see_finds_no_page(monkeypatch: pytest.MonkeyPatch, meetings: object) -> None:
    nobody = sign_in(monkeypatch, Actor(account=READER.account, person=READER.person))
    for path in ("/settings", PAGE):
        assert nobody.get(path).status_code == 404
        assert Client().get(path).status_code == 302
    assert nobody.post(f"{PAGE}/give-back", {"why": "x"}).status_code == 404


@pytest.mark.parametrize("scope", ["nowhere", "north/nowhere", "/leeds", "a/b/c", "\x00", "x" * 9000])
def test_a_place_or_setting_that_does_not_exist_is_a_missing_page(
    manager: Client, meetings: object, scope: str
) -> None:
    for path in ("/settings", PAGE):
        assert manager.get(f"{path}?scope={quote(scope)}").status_code == 404
    assert manager.get("/settings/test.unknown").status_code == 404


@pytest.mark.parametrize(
    "setting",
    [
        Setting("test.meetings", "Switch", Switch(), True),
        Setting("test.meetings", "Choice", Choice(("a", "b")), "a"),
        Setting("test.meetings", "Text", Text(), "words"),
        Setting("test.meetings", "Time", TimeOfDay(), TimeOfDay().read("09:00")),
        Setting("test.meetings", "Dates", Dates(), frozenset()),
    ],
    ids=lambda setting: setting.label,
)
def test_every_shape_has_a_form_that_takes_its_own_value_back(manager: Client, setting: Setting[object]) -> None:
    declare(setting)
    assert setting.label in manager.get(PAGE).content.decode()
    said = setting.shape.say(setting.default)
    assert "Check the change" in manager.post(PAGE, entered(value=said)).content.decode()
    assert manager.post(PAGE, entered(value=said, confirmed="yes")).status_code == 302
