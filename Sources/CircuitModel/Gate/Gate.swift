// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The names of the circuit language.
///
/// What each one means is in its `GateDefinition`.
public enum Gate: UInt8, Sendable, CaseIterable, Hashable {
  // One-qubit unitaries.
  case i, x, y, z
  case h, hXY, hYZ, hNXY, hNXZ, hNYZ
  case s, sDag, sqrtX, sqrtXDag, sqrtY, sqrtYDag
  case cXYZ, cZYX, cNXYZ, cXNYZ, cXYNZ, cNZYX, cZNYX, cZYNX
  // Two-qubit unitaries.
  case ii, cx, cy, cz, xcx, xcy, xcz, ycx, ycy, ycz
  case swap, iSwap, iSwapDag, cxSwap, swapCX, czSwap
  case sqrtXX, sqrtXXDag, sqrtYY, sqrtYYDag, sqrtZZ, sqrtZZDag
  // Products of Paulis: measured, or generating a rotation by a quarter turn.
  case mpp, spp, sppDag
  // Measurements and resets.
  case m, mx, my, mr, mrx, mry, r, rx, ry
  case mxx, myy, mzz
  // Noise.
  case xError, yError, zError, iError, iiError
  case depolarize1, depolarize2, pauliChannel1, pauliChannel2
  case correlatedError, elseCorrelatedError
  case heraldedErase, heraldedPauliChannel1
  // Annotations.
  case detector, observableInclude, qubitCoords, shiftCoords, tick, mpad
}
