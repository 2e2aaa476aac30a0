"""Moodle: the grading worksheet, with only the grades changed."""

import pytest

from gradebooks.conftest import filled, handed_in, results
from grader.errors import InputError
from grader.platforms.gradebook import gradebook

HEADER = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Online text,Last modified (grade),Feedback comments\n"
)
DAY = '"Sunday, 1 March 2026, 12:30 PM"'
ROSTER = (
    HEADER
    + f"Participant 12,Jane Doe,jane@x.org,Submitted,,100.00,Yes,{DAY},,-,=ok\n"
    + f"Participant 13,=Zoë Ng,zoe@x.org,Submitted,,100.00,No,{DAY},=1+1,{DAY},\n"
    + "Participant 14,Al Late,al@x.org,No submission,,100.00,Yes,-,,-,\n"
)


def test_only_grades_change() -> None:
    """Dates and feedback stay to the letter; names and typed text are no formulas."""
    table, notes = filled(
        ROSTER, handed_in("a", 66.5, ("Jane Doe", "12")), handed_in("b", 7, ("user7 =Zoë Ng", "13"))
    )
    day = DAY.strip('"')
    assert table[0] == HEADER.strip().split(",")
    assert table[1:] == [
        [
            "Participant 12",
            "Jane Doe",
            "jane@x.org",
            "Submitted",
            "66.5",
            "100.00",
            "Yes",
            day,
            "",
            "-",
            "=ok",
        ],
        ["Participant 13", "'=Zoë Ng", "zoe@x.org", "Submitted", "7", "100.00", "No", day, "'=1+1", day, ""],
        ["Participant 14", "Al Late", "al@x.org", "No submission", "", "100.00", "Yes", "-", "", "-", ""],
    ]
    assert notes == [
        "2 of 3 students in the gradebook got a score",
        "Moodle will not change the grades of 1, which are locked there",
        "1 in the gradebook without a submission, left as found: Participant 14 Al Late",
    ]


def test_a_teams_number_is_no_students() -> None:
    """Team 12 is not participant 12: nobody gets a score by chance."""
    table, notes = filled(ROSTER, handed_in("a", 5, ("Team A", "12")), handed_in("b", 6, ("=Zoë Ng", "13")))
    assert [row[4] for row in table[1:]] == ["", "6", ""]
    assert "1 may be somebody else there, so no score was entered: Team A (12) is there Jane Doe" in notes


def test_a_team_in_the_worksheet_gives_all_its_members_the_score() -> None:
    """Where Moodle says who is in which."""
    table, _ = filled(
        "Identifier,Full name,Group,Grade,Last modified (grade)\n"
        "Participant 12,Jane,Team_A,,-\nParticipant 13,Zoë,Team_A,,-\nParticipant 14,Al,Default group,,-\n",
        handed_in("a", 5, ("Team A", "12")),
        handed_in("b", 4, ("Default group", "")),
    )
    assert [row[3] for row in table[1:]] == ["5", "5", "4"]


def test_blind_marking_goes_by_number_alone() -> None:
    """There are no names to compare."""
    table, _ = filled(
        "Identifier,Grade,Last modified (grade)\nParticipant 12,,-\n",
        handed_in("a", 5, ("Participant", "12")),
    )
    assert table[1][1] == "5"


def test_a_plain_submission_is_found_by_its_name() -> None:
    """The address or the user name, but never the number at its end."""
    table, _ = filled(ROSTER, handed_in("jane@x.org", 5), handed_in("user13", 9))
    assert [row[4] for row in table[1:]] == ["5", "", ""]


LANGUAGES = {
    "German": (
        (
            "ID;Vollständiger Name;E-Mail-Adresse;Status;Bewertung;Bestwertung;"
            "Bewertung kann geändert werden;"
            "Zuletzt geändert (Abgabe);Texteingabe online;Zuletzt geändert (Bewertung);Feedback als Kommentar"
        ),
        "Teilnehmer/in",
        ("Ja", "Sonntag, 1. März 2026, 12:30"),
    ),
    "French": (
        (
            "Identifiant;Nom complet;Adresse de courriel;Statut;Note;Note maximale;"
            "La note peut être modifiée;"
            "Dernière modification (travail remis);Texte en ligne;Dernière modification (note);"
            "Feedback par commentaires"
        ),
        "Participant ",
        ("Oui", "dimanche 1 mars 2026, 12:30"),
    ),
    "Spanish": (
        (
            "Identificador;Nombre completo;Dirección de correo;Estado;Calificación;Calificación máxima;"
            "La calificación puede ser cambiada;Última modificación (entrega);Texto en línea;"
            "Última modificación (calificación);Comentarios de retroalimentación"
        ),
        "Participante ",
        ("Sí", "domingo, 1 de marzo de 2026, 12:30"),
    ),
    "Japanese": (
        (
            "識別子;フルネーム;メールアドレス;ステータス;評点;最高評点;評定を変更できる;最終更新日時 (提出);"
            "オンラインテキスト;最終更新日時 (評点);フィードバックコメント"
        ),
        "参加者",
        ("Yes", "2026年 03月 1日(日曜日) 12:30"),
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_worksheet_in_any_language_is_filled(language: str) -> None:
    """Its columns are found by what stands in them; dates stay to the letter, typed text is no formula."""
    header, participant, (yes, day) = LANGUAGES[language]
    line = f"{participant}{{}};{{}};{{}}@x.org;x;;100,00;{yes};{day};=1+1 in 2026;-;\n"
    roster = f"{header}\n" + line.format(12, "Jane Doe", "jane") + line.format(13, "Al Ng", "al")
    table, notes = filled(roster, handed_in("a", 66.5, ("Jane Doe", "12")), handed_in("al@x.org", 7))
    assert table[0] == header.split(";")
    assert [row[4] for row in table[1:]] == ["66,5", "7"]
    assert [row[8] for row in table[1:]] == ["'=1+1 in 2026"] * 2
    assert [(row[7], row[9], row[5]) for row in table[1:]] == [(day, "-", "100,00")] * 2
    assert notes == ["2 of 2 students in the gradebook got a score"]
    column = header.split(";")[4]
    assert filled(roster, handed_in("a", 5, ("Jane Doe", "12")), column=column)[0][1][4] == "5"


def test_what_is_no_worksheet_is_refused() -> None:
    """With the columns that were found."""
    with pytest.raises(InputError) as refused:
        filled("ID;Vollständiger Name;Bewertung\n1;Ada;\n", handed_in("a", 5, ("Ada", "1")))
    assert str(refused.value) == (
        "its columns are not those of Blackboard or Brightspace or Canvas or Moodle: ID, Vollständiger "
        "Name, Bewertung. Is it the gradebook as exported?"
    )
    with pytest.raises(InputError) as refused:
        gradebook(results(), "ID;Vollständiger Name;Bewertung\n1;Ada;\n", "moodle")
    assert str(refused.value) == (
        "it is no grading worksheet of Moodle: there are ID, Vollständiger Name, Bewertung, and no column of "
        "participants first, with grade, maximum, yes or no, and two dates behind it"
    )


def test_a_worksheet_has_one_column_of_grades() -> None:
    """There is nothing to choose."""
    with pytest.raises(
        InputError, match="a grading worksheet has one column of grades, 'Grade'; leave --column"
    ):
        filled(ROSTER, handed_in("a", 5, ("Jane Doe", "12")), column="HW")
