# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""The functions of libquantacore, as `quantacore.h` states them, and what each status means in Python."""

from __future__ import annotations

import ctypes
import os
import pathlib
import sys
from typing import Callable

_ABI_MAJOR = 1
_ABI_MINOR = 0


class QuantaCoreError(ValueError):
    """What the library answers to a model, a decoder or data that it cannot work with.

    Attributes:
        status: The kind of fault, as the C interface names it: 'BAD_INPUT', 'UNSUITABLE_MODEL',
            'UNKNOWN_DECODER', 'UNEXPLAINABLE', 'UNSUPPORTED', 'BAD_ARGUMENT', 'SHORT_BUFFER' or 'BAD_HANDLE'.
    """

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status

    def __reduce__(self):
        return (type(self), (self.status, str(self)))


_STATUS = {
    1: "BAD_ARGUMENT",
    2: "BAD_HANDLE",
    3: "SHORT_BUFFER",
    4: "BAD_INPUT",
    5: "UNKNOWN_DECODER",
    6: "UNSUITABLE_MODEL",
    7: "UNEXPLAINABLE",
    8: "UNSUPPORTED",
}
_FILE_ERROR = 9
_SHORT_BUFFER = 3


class Counts(ctypes.Structure):
    """QKCounts."""

    _fields_ = [
        ("detectors", ctypes.c_uint64),
        ("observables", ctypes.c_uint64),
        ("errors", ctypes.c_uint64),
    ]


class ExplanationSizes(ctypes.Structure):
    """QKExplanationSizes."""

    _fields_ = [
        ("pairs", ctypes.c_uint64),
        ("errors", ctypes.c_uint64),
        ("error_detectors", ctypes.c_uint64),
        ("error_observables", ctypes.c_uint64),
        ("observables", ctypes.c_uint64),
        ("weight", ctypes.c_double),
    ]


_handle = ctypes.c_uint64
_size = ctypes.c_size_t
_text = ctypes.c_char_p
_memory = ctypes.c_void_p
_rows = [_memory, _size, _size]
_list = [_memory, _size]
_out = ctypes.c_void_p

_SIGNATURES = {
    "qk_release": [_handle],
    "qk_circuitFromText": [_text, _size, _out],
    "qk_circuitFromFile": [_text, _out],
    "qk_modelFromText": [_text, _size, _out],
    "qk_modelFromFile": [_text, _out],
    "qk_modelFromCircuit": [_handle, ctypes.c_uint32, ctypes.c_double, _out],
    "qk_modelText": [_handle, _memory, _size, _out],
    "qk_counts": [_handle, _out],
    "qk_decoderName": [_size, _memory, _size, _out],
    "qk_decoderHelp": [_size, _memory, _size, _out],
    "qk_compile": [_handle, _text, _out],
    "qk_decoderSpecification": [_handle, _memory, _size, _out],
    "qk_makeEngine": [_handle, _out],
    "qk_engineAbilities": [_handle, _out],
    "qk_decode": [_handle, _size, *_rows, *_rows, *_list],
    "qk_decodeLists": [_handle, _size, *_list, *_list, *_rows, *_list],
    "qk_decodeWithPriors": [_handle, _size, *_rows, *_list, _memory, _memory, _size, *_rows],
    "qk_decodeWithGaps": [_handle, _size, *_rows, *_rows, *_list],
    "qk_decodeWithDoubts": [_handle, _size, *_rows, *_rows, *_list],
    "qk_explain": [_handle, *_list, _out],
    "qk_explanationSizes": [_handle, _out],
    "qk_explanationPairs": [_handle, *_list],
    "qk_explanationErrors": [_handle, _memory, _memory, _size, *_list, *_list],
    "qk_explanationObservables": [_handle, *_list],
    "qk_samplerOfModel": [_handle, _out],
    "qk_samplerOfCircuit": [_handle, _out],
    "qk_sample": [_handle, ctypes.c_uint64, _size, *_rows, *_rows, *_rows],
}


def _path() -> pathlib.Path:
    """Where the library is: what QUANTACORE_LIBRARY says, or else in this package."""
    given = os.environ.get("QUANTACORE_LIBRARY")
    if given:
        return pathlib.Path(given)
    suffix = "dylib" if sys.platform == "darwin" else "so"
    return pathlib.Path(__file__).with_name(f"libquantacore.{suffix}")


def _load() -> ctypes.CDLL:
    path = _path()
    if not path.is_file():
        raise ImportError(
            f"quantacore: there is no {path}. Install the package with `pip install PATH_OF_CLONE`, or set "
            "QUANTACORE_LIBRARY to a libquantacore built with `swift build -c release --product quantacore`."
        )
    library = ctypes.CDLL(str(path))
    library.qk_abiVersion.restype = ctypes.c_uint32
    version = library.qk_abiVersion()
    if version // 1000 != _ABI_MAJOR or version % 1000 < _ABI_MINOR:
        raise ImportError(
            f"quantacore: {path} has version {version // 1000}.{version % 1000} of the C interface, but this package "
            f"needs {_ABI_MAJOR}.{_ABI_MINOR} or a later minor version."
        )
    library.qk_version.restype = ctypes.c_char_p
    library.qk_errorMessage.restype = ctypes.c_char_p
    library.qk_decoderCount.restype = _size
    for name, arguments in _SIGNATURES.items():
        function = getattr(library, name)
        function.argtypes = arguments
        function.restype = ctypes.c_int32
    return library


library = _load()


def check(status: int) -> None:
    """Raises what a status stands for, with the library's message."""
    if status == 0:
        return
    message = library.qk_errorMessage().decode("utf-8", "replace")
    if status == _FILE_ERROR:
        raise OSError(message)
    raise QuantaCoreError(_STATUS.get(status, f"STATUS_{status}"), message)


def call_text(function: Callable[..., int], *arguments) -> str:
    """The text that a function writes."""
    length = ctypes.c_size_t()
    status = function(*arguments, None, 0, ctypes.addressof(length))
    if status != _SHORT_BUFFER:
        check(status)
    buffer = ctypes.create_string_buffer(length.value + 1)
    check(function(*arguments, ctypes.addressof(buffer), length.value + 1, None))
    return buffer.value.decode("utf-8")


class Handle:
    """A handle of the library, given back when nothing refers to it any more."""

    __slots__ = ("value", "__weakref__")

    def __init__(self, function: Callable[..., int], *arguments) -> None:
        self.value = 0
        result = ctypes.c_uint64()
        check(function(*arguments, ctypes.addressof(result)))
        self.value = result.value

    @property
    def _as_parameter_(self) -> int:
        # Passing the handle itself keeps it alive for the length of the call.
        return self.value

    def __del__(self) -> None:
        # At the end of the process the library may be gone before the last handle.
        if self.value and library is not None:
            library.qk_release(self.value)


def counts(handle: Handle) -> Counts:
    """How many detectors, observables and errors something has."""
    result = Counts()
    check(library.qk_counts(handle, ctypes.addressof(result)))
    return result


def version() -> str:
    """The version of the library."""
    return library.qk_version().decode()
