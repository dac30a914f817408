# SPDX-License-Identifier: Apache-2.0
# Part of QuantaCore.
"""The decoders as sinter's custom decoders; imported only where sinter is there."""

from __future__ import annotations

import pathlib
from typing import Dict

import numpy as np
import sinter

from ._decoder import Decoder, decoders


class CompiledSinterDecoder(sinter.CompiledDecoder):
    """A decoder compiled for a model, as sinter's workers call it."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder

    def decode_shots_bit_packed(
        self, *, bit_packed_detection_event_data: np.ndarray
    ) -> np.ndarray:
        """Predicts packed observable flips from packed detection events."""
        return self._decoder.decode_batch(
            bit_packed_detection_event_data, bit_packed_shots=True, bit_packed_predictions=True
        )


class SinterDecoder(sinter.Decoder):
    """A decoder by its specification; what is pickled to worker processes is that text alone."""

    def __init__(self, specification: str) -> None:
        self.specification = specification

    def compile_decoder_for_dem(self, *, dem) -> CompiledSinterDecoder:
        """Compiles the decoder for a stim.DetectorErrorModel."""
        return CompiledSinterDecoder(Decoder(dem, self.specification))

    def decode_via_files(
        self,
        *,
        num_shots: int,
        num_dets: int,
        num_obs: int,
        dem_path: pathlib.Path,
        dets_b8_in_path: pathlib.Path,
        obs_predictions_b8_out_path: pathlib.Path,
        tmp_dir: pathlib.Path,
    ) -> None:
        """Decodes a file of packed shots into a file of packed predictions."""
        decoder = Decoder(pathlib.Path(dem_path), self.specification)
        if (decoder.num_detectors, decoder.num_observables) != (num_dets, num_obs):
            raise ValueError(
                f"{dem_path} has {decoder.num_detectors} detectors and {decoder.num_observables} observables, not "
                f"{num_dets} and {num_obs}"
            )
        shots = np.fromfile(dets_b8_in_path, dtype=np.uint8)
        width = (num_dets + 7) // 8
        if shots.size != num_shots * width:
            raise ValueError(
                f"{dets_b8_in_path} holds {shots.size} bytes, but {num_shots} shots take {num_shots * width}"
            )
        predictions = decoder.decode_batch(
            shots.reshape(num_shots, width), bit_packed_shots=True, bit_packed_predictions=True
        )
        predictions.tofile(obs_predictions_b8_out_path)


def sinter_decoders(*specifications: str) -> Dict[str, sinter.Decoder]:
    """See `quantacore.sinter_decoders`."""
    return {
        f"quantacore-{name}": SinterDecoder(name) for name in [*decoders(), *specifications]
    }
