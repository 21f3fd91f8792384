# SPDX-License-Identifier: BSL-1.0
"""Attacks a `crmlocal` from outside and proves that nothing acknowledged is lost."""
import argparse
import random
import sys
import time

import controls
import scenarios
from history import Violation
from mounts import Impossible
from server import NotReady
from trial import Trial


def read_arguments():
    parser = argparse.ArgumentParser(
        prog="./dev crash", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Scenarios:\n" + "\n".join(f"  {name:<14}{run.__doc__}"
                                          for name, run in scenarios.ALL.items()))
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="all of them if none")
    parser.add_argument("--program", default="build/release/crmlocal", metavar="FILE")
    parser.add_argument("--rounds", type=int, metavar="N", help="how many attacks")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32),
                        metavar="N", help="repeats what an earlier run did; by default at random")
    parser.add_argument("--quick", action="store_true", help="as many as ./dev test has time for")
    parser.add_argument("--thorough", action="store_true", help="every byte, not a sample; takes most of an hour")
    parser.add_argument("--folder", metavar="DIR", help="where the data goes, instead of /tmp")
    parser.add_argument("--self-test", metavar="DIR", nargs="?", const="build",
                        help="attacks programs that are broken on purpose, found in DIR/fault-*: "
                        "each must be caught")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.scenarios if name not in scenarios.ALL]
    if unknown:
        parser.error(f"no scenario is called {unknown[0]}; there are {', '.join(scenarios.ALL)}")
    return arguments


def attack(name, arguments):
    """True if the server stood it."""
    began = time.monotonic()
    trial = Trial(name, arguments)
    print(f"{name}: --seed {trial.seed}", flush=True)
    try:
        scenarios.ALL[name](trial)
    except Impossible as why:
        print(f"{name}: cannot be tried here: {why}", flush=True)
        trial.clean()
        return True
    except (Violation, NotReady) as broken:
        print(f"{name}: BROKEN after {trial.summary()}\n  {broken}\n"
              f"  What is left of it: {trial.folder}", flush=True)
        return False
    print(f"{name}: held in {time.monotonic() - began:.1f} s: {trial.summary()}", flush=True)
    trial.clean()
    return True


def main():
    arguments = read_arguments()
    if arguments.self_test:
        sys.exit(0 if controls.all_caught(arguments) else 1)
    broken = [name for name in arguments.scenarios or scenarios.ALL
              if not attack(name, arguments)]
    if broken:
        print("BROKEN: " + ", ".join(broken))
    sys.exit(1 if broken else 0)


main()
