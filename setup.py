# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Builds libquantacore with Swift and puts it into the Python package; all else is in pyproject.toml."""

import os
import pathlib
import shutil
import subprocess
import sys

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py
from setuptools.dist import Distribution
from setuptools.errors import SetupError

ROOT = pathlib.Path(__file__).resolve().parent
LIBRARY = "libquantacore.dylib" if sys.platform == "darwin" else "libquantacore.so"


def build_library() -> pathlib.Path:
    """Runs the Swift build.

    QUANTACORE_NATIVE=1 builds for the processor at hand, as `make build` does. The build folder is not shared with that
    of the program: static linking of Swift's own libraries is a flag of every module.

    Returns:
        Where the library is.
    """
    swift = shutil.which("swift")
    if swift is None:
        raise SetupError(
            "quantacore is built from Swift, and there is no 'swift' on the PATH. Install Swift 6.3 or later "
            "(https://www.swift.org/install) and try again."
        )
    is_native = os.environ.get("QUANTACORE_NATIVE", "") not in ("", "0")
    scratch = ROOT / ".build" / ("python-native" if is_native else "python-portable")
    command = [swift, "build", "-c", "release", "--static-swift-stdlib"]
    if is_native:
        command += ["-Xcc", "-march=native"]
    command += ["--package-path", str(ROOT), "--scratch-path", str(scratch), "--product", "quantacore"]
    # A library that depends on nothing of the toolchain: SwiftPM's own flag is for programs only.
    command += ["-Xswiftc", "-static-stdlib"]
    print(" ".join(command), flush=True)
    status = subprocess.run(command).returncode
    if status != 0:
        raise SetupError(
            f"'swift build' failed with status {status}; what it said is above (`pip install -v` shows it). "
            "Swift 6.3 or later is needed: see `swift --version`."
        )
    return scratch / "release" / LIBRARY


class BuildWithLibrary(build_py):
    """Copies the Python files, and the library beside them."""

    def run(self) -> None:
        super().run()
        built = build_library()
        folder = ROOT / "Python/src/quantacore" if self.editable_mode else pathlib.Path(self.build_lib, "quantacore")
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / LIBRARY
        # A library in use must not be written to: the new one takes its name.
        fresh = target.with_suffix(".new")
        shutil.copyfile(built, fresh)
        if sys.platform.startswith("linux") and shutil.which("strip"):
            subprocess.run(["strip", "--strip-unneeded", str(fresh)], check=True)
        os.replace(fresh, target)


class PlatformWheel(bdist_wheel):
    """A wheel for any Python 3 of this platform: the library is called through ctypes."""

    def get_tag(self):
        return ("py3", "none", super().get_tag()[2])


class PlatformDistribution(Distribution):
    """A distribution that is not pure Python."""

    def has_ext_modules(self) -> bool:
        return True


setup(
    distclass=PlatformDistribution,
    cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": PlatformWheel},
)
