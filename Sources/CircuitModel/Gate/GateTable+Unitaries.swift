// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension GateTable {
  static let oneQubitUnitaries: [GateDefinition] = [
    .unitary(
      .i, "I", "+X +Z",
      summary: "Does nothing; takes the place of an idle step."),
    .unitary(
      .x, "X", "+X -Z",
      summary: "Flips the qubit: half a turn around the X axis."),
    .unitary(
      .y, "Y", "-X -Z",
      summary: "Flips bit and phase: half a turn around the Y axis."),
    .unitary(
      .z, "Z", "-X +Z",
      summary: "Flips the phase: half a turn around the Z axis."),
    .unitary(
      .h, "H", aliases: ["H_XZ"], "+Z +X",
      summary: "Exchanges the X and Z axes: the Hadamard gate."),
    .unitary(
      .hXY, "H_XY", "+Y -Z",
      summary: "Exchanges the X and Y axes."),
    .unitary(
      .hYZ, "H_YZ", "-X +Y",
      summary: "Exchanges the Y and Z axes."),
    .unitary(
      .hNXY, "H_NXY", "-Y -Z",
      summary: "Exchanges the X axis with the negative Y axis."),
    .unitary(
      .hNXZ, "H_NXZ", "-Z -X",
      summary: "Exchanges the X axis with the negative Z axis."),
    .unitary(
      .hNYZ, "H_NYZ", "-X -Y",
      summary: "Exchanges the Y axis with the negative Z axis."),
    .unitary(
      .s, "S", aliases: ["SQRT_Z"], "+Y +Z",
      summary: "A quarter turn around the Z axis: the phase gate, a square root of Z."),
    .unitary(
      .sDag, "S_DAG", aliases: ["SQRT_Z_DAG"], "-Y +Z",
      summary: "A quarter turn back around the Z axis, the inverse of S."),
    .unitary(
      .sqrtX, "SQRT_X", "+X -Y",
      summary: "A quarter turn around the X axis, a square root of X."),
    .unitary(
      .sqrtXDag, "SQRT_X_DAG", "+X +Y",
      summary: "A quarter turn back around the X axis, the inverse of SQRT_X."),
    .unitary(
      .sqrtY, "SQRT_Y", "-Z +X",
      summary: "A quarter turn around the Y axis, a square root of Y."),
    .unitary(
      .sqrtYDag, "SQRT_Y_DAG", "+Z -X",
      summary: "A quarter turn back around the Y axis, the inverse of SQRT_Y."),
    .unitary(
      .cXYZ, "C_XYZ", "+Y +X",
      summary: "Takes X to Y, Y to Z and Z to X: a third of a turn around a diagonal."),
    .unitary(
      .cZYX, "C_ZYX", "+Z +Y",
      summary: "Takes Z to Y, Y to X and X to Z, the inverse of C_XYZ."),
    .unitary(
      .cNXYZ, "C_NXYZ", "-Y -X",
      summary: "Takes −X to Y, Y to Z and Z to −X."),
    .unitary(
      .cXNYZ, "C_XNYZ", "-Y +X",
      summary: "Takes X to −Y, −Y to Z and Z to X."),
    .unitary(
      .cXYNZ, "C_XYNZ", "+Y -X",
      summary: "Takes X to Y, Y to −Z and −Z to X."),
    .unitary(
      .cNZYX, "C_NZYX", "-Z -Y",
      summary: "Takes −Z to Y, Y to X and X to −Z."),
    .unitary(
      .cZNYX, "C_ZNYX", "+Z -Y",
      summary: "Takes Z to −Y, −Y to X and X to Z."),
    .unitary(
      .cZYNX, "C_ZYNX", "-Z +Y",
      summary: "Takes Z to Y, Y to −X and −X to Z."),
  ]

  static let twoQubitUnitaries: [GateDefinition] = [
    .unitary(
      .ii, "II", "+XI +ZI +IX +IZ",
      summary: "Does nothing to a pair; takes the place of an idle two-qubit step."),
    .unitary(
      .cx, "CX", aliases: ["CNOT", "ZCX"], classical: .first, "+XX +ZI +IX +ZZ",
      summary: "Flips the second qubit if the first is 1, or if a past measurement or sweep bit is."
    ),
    .unitary(
      .cy, "CY", aliases: ["ZCY"], classical: .first, "+XY +ZI +ZX +ZZ",
      summary:
        "Applies Y to the second qubit if the first is 1, or if a past measurement or sweep bit is."
    ),
    .unitary(
      .cz, "CZ", aliases: ["ZCZ"], classical: [.first, .second], "+XZ +ZI +ZX +IZ",
      summary:
        "Flips the phase if both are 1; either side may be a past measurement or a sweep bit."),
    .unitary(
      .xcx, "XCX", "+XI +ZX +IX +XZ",
      summary: "Applies X to the second qubit if the first is in the − state of X."),
    .unitary(
      .xcy, "XCY", "+XI +ZY +XX +XZ",
      summary: "Applies Y to the second qubit if the first is in the − state of X."),
    .unitary(
      .xcz, "XCZ", classical: .second, "+XI +ZZ +XX +IZ",
      summary: "Applies X to the first qubit if the second, a qubit or a classical bit, is 1."),
    .unitary(
      .ycx, "YCX", "+XX +ZX +IX +YZ",
      summary: "Applies X to the second qubit if the first is in the − state of Y."),
    .unitary(
      .ycy, "YCY", "+XY +ZY +YX +YZ",
      summary: "Applies Y to the second qubit if the first is in the − state of Y."),
    .unitary(
      .ycz, "YCZ", classical: .second, "+XZ +ZZ +YX +IZ",
      summary: "Applies Y to the first qubit if the second, a qubit or a classical bit, is 1."),
    .unitary(
      .swap, "SWAP", "+IX +IZ +XI +ZI",
      summary: "Exchanges two qubits."),
    .unitary(
      .iSwap, "ISWAP", "+ZY +IZ +YZ +ZI",
      summary: "Exchanges two qubits and multiplies by i where they differ."),
    .unitary(
      .iSwapDag, "ISWAP_DAG", "-ZY +IZ -YZ +ZI",
      summary: "Exchanges two qubits and multiplies by −i where they differ, the inverse of ISWAP."),
    .unitary(
      .cxSwap, "CXSWAP", "+XX +IZ +XI +ZZ",
      summary: "A CX, then a SWAP of the pair."),
    .unitary(
      .swapCX, "SWAPCX", "+IX +ZZ +XX +ZI",
      summary: "A SWAP of the pair, then a CX."),
    .unitary(
      .czSwap, "CZSWAP", aliases: ["SWAPCZ"], "+ZX +IZ +XZ +ZI",
      summary: "A CZ and a SWAP of the pair, in either order."),
    .unitary(
      .sqrtXX, "SQRT_XX", "+XI -YX +IX -XY",
      summary: "A quarter turn around XX, a square root of X⊗X."),
    .unitary(
      .sqrtXXDag, "SQRT_XX_DAG", "+XI +YX +IX +XY",
      summary: "A quarter turn back around XX, the inverse of SQRT_XX."),
    .unitary(
      .sqrtYY, "SQRT_YY", "-ZY +XY -YZ +YX",
      summary: "A quarter turn around YY, a square root of Y⊗Y."),
    .unitary(
      .sqrtYYDag, "SQRT_YY_DAG", "+ZY -XY +YZ -YX",
      summary: "A quarter turn back around YY, the inverse of SQRT_YY."),
    .unitary(
      .sqrtZZ, "SQRT_ZZ", "+YZ +ZI +ZY +IZ",
      summary: "A quarter turn around ZZ, a square root of Z⊗Z."),
    .unitary(
      .sqrtZZDag, "SQRT_ZZ_DAG", "-YZ +ZI -ZY +IZ",
      summary: "A quarter turn back around ZZ, the inverse of SQRT_ZZ."),
  ]
}
