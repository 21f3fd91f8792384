# SPDX-License-Identifier: BSL-1.0
"""All scenarios by name, and which of them `./dev test` runs."""
import scenario_clock
import scenario_damage
import scenario_disk_trouble
import scenario_kill
import scenario_modes
import scenario_objects
import scenario_organisations
import scenario_power_cut
import scenario_power_interval
import scenario_power_model
import scenario_same_key
import scenario_stop
import scenario_system_calls

ALL = {
    "kill": scenario_kill.run,
    "objects": scenario_objects.run,
    "organisations": scenario_organisations.run,
    "organisations-full": scenario_organisations.run_full,
    "stop": scenario_stop.run,
    "system-calls": scenario_system_calls.run_kills,
    "torn": scenario_system_calls.run_torn,
    "errors": scenario_system_calls.run_errors,
    "power-model": scenario_power_model.run,
    "power-interval": scenario_power_interval.run,
    "power-cut": scenario_power_cut.run,
    "damage": scenario_damage.run,
    "full-disk": scenario_disk_trouble.run_full_disk,
    "file-size": scenario_disk_trouble.run_file_size,
    "failed-sync": scenario_disk_trouble.run_failed_sync,
    "slow-disk": scenario_disk_trouble.run_slow_disk,
    "locked": scenario_disk_trouble.run_locked,
    "clock": scenario_clock.run,
    "same-key": scenario_same_key.run,
    "interval": scenario_modes.run_interval,
    "none": scenario_modes.run_none,
}
