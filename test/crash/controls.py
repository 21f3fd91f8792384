# SPDX-License-Identifier: BSL-1.0
"""Negative controls: servers that are broken on purpose. A scenario that does not catch its own is
worth nothing."""
import copy
import glob
import os

import scenario_power_cut
import scenarios
from history import Violation
from mounts import Impossible
from server import NotReady
from trial import Trial

# The fault it was built with -> the scenarios of which each must catch it.
FAULTS = {
    "ack_before_fsync": ("power-model", "power-cut"),
    "no_directory_fsync": ("power-model",),
    "no_checksum": ("damage",),
}


def all_caught(arguments):
    """True if every control was caught."""
    missed = 0
    for fault, names in FAULTS.items():
        broken = copy.copy(arguments)
        broken.program = os.path.join(arguments.self_test, f"fault-{fault}", "crmlocal")
        if not os.path.exists(broken.program):
            raise SystemExit(f"{broken.program} is missing; ./dev crash --self-test builds it")
        for name in names:
            missed += not caught(fault, name, broken, scenarios.ALL[name])
    missed += not caught("without fsync (eatmydata)", "power-cut", arguments, without_sync)
    return missed == 0


def without_sync(trial):
    libraries = glob.glob("/usr/lib/*/libeatmydata.so*")
    if not libraries:
        raise Impossible("eatmydata is not installed")
    scenario_power_cut.run(trial, {"LD_PRELOAD": libraries[0]})


def caught(fault, name, arguments, run):
    trial = Trial(name, arguments)
    try:
        run(trial)
    except (Violation, NotReady) as violation:
        first = str(violation).splitlines()[0]
        print(f"{fault}: caught by {name} after {trial.summary()}: {first}", flush=True)
        return True
    except Impossible as why:
        print(f"{fault}: {name} cannot be tried here: {why}", flush=True)
        return True
    finally:
        trial.clean()
    print(f"{fault}: MISSED by {name}: {trial.summary()}", flush=True)
    return False
