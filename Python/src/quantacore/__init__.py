# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""Decoders and samplers of QuantaCore on NumPy arrays.

`Matching` has the methods that users of PyMatching know; `Decoder` runs any decoder of `decoders()` by name; `sinter_decoders`
offers them all to sinter; `detect`, `sample_dem` and their classes draw shots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict

from ._decoder import Decoder, DecoderInfo, Explanation, Setting, decoders
from ._library import QuantaCoreError, version as _version
from ._matching import Matching
from ._models import Circuit, ErrorModel
from ._sampling import DemSampler, DetectionSampler, detect, sample_dem

if TYPE_CHECKING:
    import sinter

__version__ = _version()

__all__ = [
    "Circuit",
    "Decoder",
    "DecoderInfo",
    "DemSampler",
    "DetectionSampler",
    "ErrorModel",
    "Explanation",
    "Matching",
    "QuantaCoreError",
    "Setting",
    "decoders",
    "detect",
    "sample_dem",
    "sinter_decoders",
]


def sinter_decoders(*specifications: str) -> "Dict[str, sinter.Decoder]":
    """Every decoder as a custom decoder of sinter, named 'quantacore-' and its name.

    For `sinter.collect(custom_decoders=quantacore.sinter_decoders(), decoders=['quantacore-matching', 'pymatching'])`, and
    for `sinter collect --custom_decoders_module_function "quantacore:sinter_decoders"`.

    Args:
        specifications: Decoders with settings that differ from the standard, to be offered as well:
            'name(setting=value)' becomes 'quantacore-name(setting=value)'.

    Raises:
        ImportError: sinter is not installed.
    """
    from ._sinter import sinter_decoders as make

    return make(*specifications)
