"""Other processes that tests start: real ones, forked from one that has imported the product already."""

import multiprocessing

PROCESSES = multiprocessing.get_context("forkserver")
"""Where they come from: ``PROCESSES.Process(target=…, args=…)``."""

PROCESSES.set_forkserver_preload(["pytest", "kalenner.app", "kalenner_scheduling.plugin"])
