"""`directive-kg analyse`: load, bottlenecks, chains, rings and groups of bodies, each with its formula."""

import argparse

from directive_kg.analyse.measures import analyse
from directive_kg.analyse.network import read_network
from directive_kg.analyse.show import to_json, to_text
from directive_kg.cli.options import add_store_options, add_today_option, open_any
from directive_kg.errors import ExitCode


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser(
        "analyse", help="tải việc, đầu mối, chuỗi, vòng lặp, nhóm phối hợp / load, bottlenecks, chains, cycles, groups"
    )
    parser.add_argument("--format", choices=("table", "json"), default="table", help="dạng kết quả (default: table)")
    add_store_options(parser)
    add_today_option(
        parser, "việc của cơ quan đã sắp xếp tính cho cơ quan kế tục tới ngày ấy / count for successors as of that day"
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    network = read_network(open_any(arguments), arguments.today)
    show = to_text if arguments.format == "table" else to_json
    print(show(analyse(network), network), end="")
    return ExitCode.OK
