"""Which sentences bind, whom and how strongly; and which only tell a fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.policy.rules.duties import Setting, duty_of
from leeward.policy.rules.promises import HOW_OFTEN, HOW_SOON, PROOF, WHO
from leeward.policy.rules.sentences import split_sentences
from leeward.policy.rules.timing import timing_of
from tests.policy.readings import promise, read

NAMES = Setting(names=("Harbourside ITEC Limited", "Harbourside ITEC", "NorVoc"))


@pytest.mark.parametrize(
    ("sentence", "modality", "actor"),
    [
        ("Staff must keep records safe.", "must", "Staff"),
        ("All staff must not share passwords.", "must not", "All staff"),
        ("Learners shall sign the agreement.", "must", "Learners"),
        ("The IT department must first carry out a risk assessment.", "must", "The IT department"),
        ("Harbourside ITEC will act at once.", "will", "the organisation"),
        ("The Company will not tolerate any abuse.", "will not", "the organisation"),
        ("We will keep that information safe.", "will", "the organisation"),
        ("Staff should be courteous.", "should", "Staff"),
        ("The General Manager is responsible for the filter.", "must", "The General Manager"),
        ("The Quality Lead responsible for teaching materials", "must", "The Quality Lead"),
        ("The principal has overall responsibility for this policy.", "must", "The principal"),
        ("All users are required to log off.", "must", "All users"),
        ("Members of staff are expected to attend.", "should", "Members of staff"),
        ("Learners are not permitted to film lessons.", "may not", "Learners"),
        ("No image can be shared online without permission.", "may not", ""),
        ("No personal details will be published.", "will not", ""),
        ("External platforms may never/be used unless IT agrees.", "may not", ""),
        ("Only work addresses of staff may be used on the website.", "may only", ""),
        ("Online contact with learners is restricted to company accounts.", "may only", ""),
        ("The policy will be reviewed every year by the Board.", "will", "the Board"),
        ("Messages will be monitored by IT department.", "will", "IT department"),
        ("Serious incidents will be dealt with by the General Manager.", "will", "the General Manager"),
        ("The Company requires all users to follow the code.", "must", "all users"),
        ("NorVoc reserves the right to monitor mail.", "may", "the organisation"),
        ("Security software is kept up to date.", "does", ""),
        ("Risk is assessed before any tool is used.", "does", ""),
        ("NorVoc takes steps to keep the network safe.", "does", "the organisation"),
        ("There is software in place to monitor use.", "does", ""),
        ("It is essential that a check is done first.", "must", ""),
        ("It is important that everyone understands the law.", "should", "everyone"),
        ("We have a duty to protect learners.", "must", "the organisation"),
        ("Our approach is to put safeguards in place.", "aims to", "the organisation"),
        ("Where a learner is off site, staff must do a check.", "must", "staff"),
        ("As such Harbourside ITEC Limited will provide advice, training and help.", "will", "the organisation"),
        ("The guidance stresses that settings must take it seriously.", "must", ""),
        ("3.1 Under no circumstances should staff share their details.", "must not", "staff"),
        ("3.2 Staff are strongly advised not to accept requests.", "should not", "Staff"),
        ("4.10 No member of staff shall post without approval.", "must not", "member of staff"),
        ("Only the Marketing team is authorised to post.", "may only", "the Marketing team"),
        ("Do not open links from strangers.", "must not", ""),
        ("Please report lost devices at once.", "must", ""),
        ("Training takes place annually for all staff.", "does", ""),
        ("The Board receives a report every term.", "does", "The Board"),
        ("It is a requirement that passwords are long.", "must", ""),
        ("It is the policy of the Company that all employees use it well.", "must", "all employees"),
        ("The policy applies to all staff.", "applies to", ""),
        ("Devices are locked when nobody uses them.", "does", ""),
        ("Apprentices are taught how to report.", "does", ""),
        ("Records of alerts are retained for two years.", "does", ""),
        ("The DSL logs every worry about online safety.", "does", "The DSL"),
        ("The IT manager puts protection in place.", "does", "The IT manager"),
        ("Users report lost devices to IT within one hour.", "does", "Users"),
        ("No member of staff works alone online with a learner.", "must not", "member of staff"),
        ("A second factor is required for remote access.", "must", ""),
        ("Users are obligated to protect their accounts.", "must", "Users"),
        ("Personal use is permitted if it harms nobody.", "may only", ""),
        ("It is every employee's responsibility to update their device.", "must", ""),
        ("Where a tutor wishes to report, they will be heard by the DSL.", "will", "a tutor"),
    ],
)
def test_a_sentence_that_binds_is_a_duty(sentence: str, modality: str, actor: str) -> None:
    duty = duty_of(sentence, NAMES)
    assert duty is not None
    assert (str(duty.modality), duty.actor) == (modality, actor)


@pytest.mark.parametrize(
    "sentence",
    [
        "Technology will become more important.",
        "There will be risks that nobody can foresee.",
        "This will include images found online.",
        "Personal data is data about a living person.",
        "The purpose of this policy is to say what we will do.",
        "Could you justify this to a manager?",
        "Young people need to develop good skills.",
        "It is impossible to remove all risk.",
        "NorVoc recognises the benefits of e-learning.",
        "Risks are traditionally sorted into three kinds.",
        "See the acceptable use policy.",
        "Failure to comply with this policy may result in disciplinary action.",
        "Any breach of this policy may lead to dismissal.",
        "These tools include, but are not limited to, phones and tablets.",
        "Personal data is protected by law.",
        "Data will be at risk without a lock.",
        "Learners will often know more than their tutors.",
        "Staff, learners and parents may be familiar with chatbots.",
        "Children are exposed to many risks.",
        "Technology is used everywhere.",
        "Access to the internet is viewed by many as a right.",
        "The group represents every department.",
        "CEO",
        "",
    ],
)
def test_a_fact_is_no_duty_even_with_will_or_is(sentence: str) -> None:
    assert duty_of(sentence, NAMES) is None


def test_bullets_inherit_who_and_how_strongly_from_their_stem() -> None:
    text = (
        "Conduct\n\nThe Designated Safeguarding Lead is responsible for:\n\n- keeping records\n- attending training\n"
    )
    assert [(p.actor, str(p.modality), p.text) for p in read(text).promises] == [
        ("The Designated Safeguarding Lead", "must", "keeping records"),
        ("The Designated Safeguarding Lead", "must", "attending training"),
    ]


def test_a_ban_in_the_stem_turns_every_bullet_into_a_ban() -> None:
    text = "Use\n\nUsers shall not:\n\n- share passwords\n- switch the filter off\n"
    assert [(p.actor, str(p.modality)) for p in read(text).promises] == [("Users", "must not")] * 2


def test_a_bullet_that_is_a_whole_sentence_keeps_its_own_actor() -> None:
    text = (
        "Response\n\nWhere a concern is raised, the procedure is followed:\n\n- Tutors must write it down.\n- "
        "keeping it safe\n"
    )
    first, second = read(text).promises
    assert (first.actor, str(first.modality)) == ("Tutors", "must")
    assert (second.condition, str(second.modality)) == ("Where a concern is raised", "does")


def test_a_pronoun_points_back_to_the_last_one_named() -> None:
    assert promise("Rules\n\nLearners must lock devices. They must log off.", "They must log off.").actor == "Learners"


def test_a_heading_that_names_a_role_lends_it_to_bullets_without_one() -> None:
    text = (
        "Conduct policy\n\nResponsibilities of the Head of Digital\n\n- To review filter settings each "
        "term\n\nSomething else "
        "entirely here.\n"
    )
    found = promise(text, "To review filter settings each term")
    assert (found.actor, found.frequency) == ("the Head of Digital", "each term")


def test_verbs_in_the_third_person_under_a_role_are_its_duties() -> None:
    text = (
        "Conduct policy\n\n2.2 Designated Safeguarding Lead\n\n- leads the group\n- ensures that all staff are told\n"
    )
    assert [(p.actor, str(p.modality)) for p in read(text).promises] == [("Designated Safeguarding Lead", "must")] * 2


def test_a_role_that_includes_things_lays_them_on_whoever_has_it() -> None:
    text = (
        "Conduct policy\n\nBoard\n\nA member of the Board has the role of Online Safety Lead, which includes:\n\n- "
        "regular meetings\n"
    )
    assert [(p.actor, p.text) for p in read(text).promises] == [("Online Safety Lead", "regular meetings")]


def test_a_line_that_only_labels_a_date_or_an_owner_binds_nobody() -> None:
    assert read("Conduct policy\n\nReview date: September 2026\n\nApproved by: the Board\n").promises == ()


def test_a_table_of_roles_gives_each_duty_its_role() -> None:
    text = (
        "Roles\n\nRole\tDuties\nHead of Digital\tMust review the filter every term.\nTutors\tReport concerns within "
        "24 hours.\n"
    )
    assert [(p.actor, p.frequency, p.limit) for p in read(text).promises] == [
        ("Head of Digital", "every term", ""),
        ("Tutors", "", "within 24 hours"),
    ]


def test_what_is_left_to_confirm_is_named() -> None:
    def missing(sentence: str) -> tuple[str, ...]:
        return promise(f"Rules\n\n{sentence}", sentence).missing

    assert missing("The Quality Lead must review the plan each term.") == (PROOF,)
    assert WHO in missing("The logs will be kept safe.")
    assert HOW_OFTEN in missing("The Quality Lead will review the plan regularly.")
    assert HOW_SOON in missing("The DSL will respond to any concern swiftly.")
    assert HOW_SOON not in missing("The DSL will respond to any concern within 24 hours.")


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("Where a learner is off site, staff must do a check.", "Where a learner is off site"),
        ("The policy will be reviewed where an incident has been recorded.", "where an incident has been recorded"),
        ("Risk is assessed before any tool is used.", "before any tool is used"),
        ("The DSL will be told following any incident of bullying.", "following any incident of bullying"),
        ("As such, staff must not share details.", ""),
        ("To support our learners, staff must be present.", ""),
        ("The tutor must say clearly when phones may be used.", ""),
        ("Staff must know who to talk to if they are worried.", "if they are worried"),
        ("Staff must ask where appropriate.", ""),
    ],
)
def test_when_a_duty_holds_is_told_from_how_a_sentence_begins(sentence: str, condition: str) -> None:
    found = duty_of(sentence, NAMES)
    assert found is not None
    assert found.condition == condition


def test_bullets_under_a_scope_say_whom_the_policy_covers() -> None:
    text = "Conduct policy\n\nScope\n\nThis policy applies to:\n\n- staff with an account\n- all ways of writing\n"
    assert [(p.text, str(p.modality)) for p in read(text).promises] == [
        ("staff with an account", "applies to"),
        ("all ways of writing", "applies to"),
    ]


def test_a_bullet_adds_its_own_condition_to_that_of_its_stem() -> None:
    text = (
        "Conduct policy\n\nResponse\n\nWhere a worry is raised, the DSL will:\n\n- tell the parents if the learner "
        "is under 18\n"
    )
    (found,) = read(text).promises
    assert found.condition == "Where a worry is raised; if the learner is under 18"


@pytest.mark.parametrize(
    ("text", "frequency", "firm", "limit"),
    [
        ("reviewed at least annually", "at least annually", True, ""),
        ("at intervals of 1 year", "at intervals of 1 year", True, ""),
        ("tested every three months", "every three months", True, ""),
        ("told during their induction", "during their induction", True, ""),
        ("monitored regularly", "regularly", False, ""),
        ("sent within 24 hours", "", False, "within 24 hours"),
        ("sent by close of next working day", "", False, "by close of next working day"),
        ("answered swiftly", "", False, "swiftly"),
        ("not shown without consent", "", False, "without consent"),
        ("passwords of at least 12 characters", "", False, "at least 12 characters"),
    ],
)
def test_firm_times_are_told_from_vague_ones(text: str, frequency: str, firm: bool, limit: str) -> None:
    timing = timing_of(text)
    assert (timing.frequency, timing.frequency_is_firm, timing.limit) == (frequency, firm, limit)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Use e.g. a phone. Do not share it.", 2),
        ("Servers, routers etc. to prevent loss. Then stop.", 2),
        ("Ask Dr. Pym first.", 1),
        ("Version 2.1 is kept.", 1),
        ("Is it safe? Ask! Then go.", 3),
        ("He said “Stop.” Then he left.", 2),
    ],
)
def test_sentences_are_split_where_they_end(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@given(st.text(max_size=400))
def test_sentences_joined_again_are_the_text(text: str) -> None:
    assert " ".join(split_sentences(text)).split() == text.split()


@given(st.text(alphabet=st.sampled_from("Staff must will not be that who, .;:()'’\"-*"), max_size=200))
def test_no_sentence_makes_the_reader_fail(text: str) -> None:
    duty_of(text, NAMES)
