"""``grader completion SHELL``: a script by which Tab completes commands, options and what these take.

It is made from the arguments that the commands declare, so it says what they say, and no Python runs when
somebody presses Tab.
"""

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.frontends.commands.common import say


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("completion", help="print a script by which Tab completes in a shell")
    command.add_argument("shell", choices=sorted(SCRIPTS), help="the shell that reads it")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the script."""
    from grader.frontends.cli import parser

    say(SCRIPTS[arguments.shell](list(_places(parser()))))
    return 0


@dataclass(frozen=True)
class _Place:
    """What can follow the command and format that were typed so far, such as ("export", "junit")."""

    path: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)  # commands, formats or choices, and their help
    options: Mapping[str, str] = field(default_factory=dict)  # and their help
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of options that take one of a few


def _places(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[_Place]:
    words: dict[str, str] = {}
    options: dict[str, str] = {}
    values: dict[str, tuple[str, ...]] = {}
    for action in parser._actions:  # noqa: SLF001  (there is no other way to ask a parser what it takes)
        options |= dict.fromkeys(action.option_strings, (action.help or "").partition(" (")[0])
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            words |= {each.dest: each.help or "" for each in action._choices_actions}  # noqa: SLF001
            for name, below in action.choices.items():
                yield from _places(below, (*path, name))
        elif action.choices:
            values |= dict.fromkeys(action.option_strings, tuple(action.choices))
            words |= dict.fromkeys(() if action.option_strings else action.choices, "")
    yield _Place(path, words, options, values)


# ---- the scripts -------------------------------------------------------------------------------------

_BASH = """\
# Tab completion of grader.  In ~/.bashrc: eval "$(grader completion bash)"
_grader() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" path="" words="" i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$path ${{COMP_WORDS[i]}}" in
            {paths}) path="$path ${{COMP_WORDS[i]}}" ;;
        esac
    done
    case "$path $before" in
{values}
        *)
            case "$path/$current" in
{places}
            esac ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current")) # in zsh it is zsh that keeps what fits
}}
complete -o default -F _grader grader"""
_ZSH = """\
# Tab completion of grader.  In ~/.zshrc, behind compinit: eval "$(grader completion zsh)"
autoload -Uz bashcompinit && bashcompinit
"""


def _bash(places: list[_Place]) -> str:
    def quoted(path: tuple[str, ...]) -> str:
        return '"' + "".join(f" {name}" for name in path) + '"'

    values = [
        f'        {quoted((*each.path, option))}) words="{" ".join(chosen)}" ;;'
        for each in places
        for option, chosen in each.values.items()
    ]
    words = [
        f'                {quoted(each.path)}/{start}*) words="{" ".join(some)}" ;;'
        for each in places
        for start, some in (("-", each.options), ("", each.words))
        if some
    ]
    return _BASH.format(
        paths=" | ".join(quoted(each.path) for each in places if each.path),
        values="\n".join(values),
        places="\n".join(words),
    )


def _fish(places: list[_Place]) -> str:
    lines = ["# Tab completion of grader.  In ~/.config/fish/config.fish: grader completion fish | source"]
    for each in places:
        below = [name for name in each.words if any(p.path == (*each.path, name) for p in places)]
        seen = [f"__fish_seen_subcommand_from {name}" for name in each.path]
        if below:
            seen.append(f"not __fish_seen_subcommand_from {' '.join(below)}")
        when = f"-n '{'; and '.join(seen)}' " if seen else ""
        for name, text in each.words.items():
            lines.append(f"complete -c grader {when}-f -a {name}{_told(text)}")
        for option, text in each.options.items():
            name = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
            chosen = f" -x -a '{' '.join(each.values[option])}'" if option in each.values else ""
            lines.append(f"complete -c grader {when}{name}{chosen}{_told(text)}")
    return "\n".join(lines)


def _told(text: str) -> str:
    return text and " -d '" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SCRIPTS = {"bash": _bash, "zsh": lambda places: _ZSH + _bash(places), "fish": _fish}
