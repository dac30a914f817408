// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM
import QVMExecution
import Testing
import _TestSupport

/// Programs whose every shot has the same outcome.
@Suite struct SharpCheckTests {
  /// U as lines on qubit `q`, and U† as lines.
  static let unitaries: [(forth: String, back: String)] = [
    ("APPLY_H q", "APPLY_H q"),
    ("APPLY_H q;APPLY_S q", "APPLY_SDG q;APPLY_H q"),
    ("APPLY_H q;APPLY_T q", "APPLY_TDG q;APPLY_H q"),
    ("APPLY_RX q theta=0.3", "APPLY_RX q theta=-0.3"),
    ("APPLY_RY q theta=1.1", "APPLY_RY q theta=-1.1"),
  ]

  @Test(.tags(.exact), arguments: 0..<5)
  func teleportedStatesArrive(index: Int) throws {
    let (forth, back) = Self.unitaries[index]
    let text = """
      ALLOC_LQ q,a,b
      \(forth.replacing(";", with: "\n"))
      APPLY_H a
      APPLY_CNOT a,b
      APPLY_CNOT q,a
      APPLY_H q
      MEASURE_Z q -> m0
      MEASURE_Z a -> m1
      COND_PAULI b in:m1 mask=X
      COND_PAULI b in:m0 mask=Z
      \(back.replacing(" q", with: " b").replacing(";", with: "\n"))
      MEASURE_Z b -> out
      """
    let outcomes = try counts(text, shots: 200)
    #expect(outcomes.keys.allSatisfy { $0.hasSuffix("0") })
    #expect(outcomes.count == 4)
    #expect(
      try agree(distribution(text), ["000": 0.25, "010": 0.25, "100": 0.25, "110": 0.25]))
    // The same by guards, by a Bell index, and through a channel.
    let guarded = text.replacing("COND_PAULI b in:m1 mask=X", with: "APPLY_X b ? m1==1")
      .replacing("COND_PAULI b in:m0 mask=Z", with: "APPLY_Z b ? m0==1")
    #expect(try counts(guarded, shots: 200).keys.allSatisfy { $0.hasSuffix("0") })
    let channel = """
      ALLOC_LQ q,a,b
      \(forth.replacing(";", with: "\n"))
      OPEN_CHAN a,b ch:c fidelity=1
      USE_CHAN q ch:c
      CLOSE_CHAN ch:c
      \(back.replacing(" q", with: " b").replacing(";", with: "\n"))
      MEASURE_Z b -> out
      MEASURE_Z q -> left
      MEASURE_Z a -> end
      """
    #expect(try counts(channel, shots: 200) == ["000": 200])
    #expect(try agree(distribution(channel), ["000": 1]))
  }

  static let certain: [(text: String, outcome: String)] = [
    ("ALLOC_LQ q;APPLY_RX q theta=pi;MEASURE_Z q -> m", "1"),
    ("ALLOC_LQ q;APPLY_RX q theta=3.141592653589793;MEASURE_Z q -> m", "1"),
    (
      "ALLOC_LQ q;APPLY_H q;" + String(repeating: "APPLY_T q;", count: 8)
        + "APPLY_H q;MEASURE_Z q -> m", "0"
    ),
    ("ALLOC_LQ q;APPLY_RY q theta=0.77;MEASURE_ANGLE q angle=0.77 -> m", "0"),
    ("ALLOC_LQ q;APPLY_RY q theta=2.5;MEASURE_ANGLE q angle=2.5 -> m", "0"),
    ("ALLOC_LQ q;APPLY_X q;APPLY_RY q theta=2.5;MEASURE_ANGLE q angle=2.5 -> m", "1"),
    ("ALLOC_LQ q;APPLY_H q;APPLY_S q;MEASURE_Y q -> m", "0"),
    ("ALLOC_LQ q;APPLY_H q;APPLY_SDG q;MEASURE_Y q -> m", "1"),
    ("ALLOC_LQ q;INJECT_T_STATE q;APPLY_TDG q;MEASURE_X q -> m", "0"),
    ("ALLOC_LQ a,b;APPLY_X a;APPLY_SWAP a,b;MEASURE_Z a -> m;MEASURE_Z b -> n", "01"),
    ("ALLOC_LQ a,b,c;APPLY_X a;APPLY_X b;APPLY_TOFFOLI a,b,c;MEASURE_Z c -> m", "1"),
    ("ALLOC_LQ a,b;APPLY_H a;APPLY_X b;APPLY_CZ a,b;APPLY_H a;MEASURE_Z a -> m", "1"),
    ("ALLOC_LQ a,b;APPLY_X a;TELEPORT_CNOT a,b;MEASURE_Z b -> m", "1"),
    ("ALLOC_LQ a,b;APPLY_H a;APPLY_CNOT a,b;APPLY_Z a;MEASURE_BELL a,b -> k", "2"),
    ("ALLOC_LQ a,b;APPLY_H a;APPLY_CNOT a,b;APPLY_X b;MEASURE_BELL a,b -> p,q", "01"),
    ("ALLOC_LQ q;APPLY_H q;RESET q;MEASURE_Z q -> m", "0"),
    ("ALLOC_LQ q;MEASURE_Z q -> m;APPLY_X q ? m==1;COND_PAULI q in:m;MEASURE_Z q -> n", "00"),
    ("ALLOC_LQ q;APPLY_X q;COND_PAULI q mask=X;MEASURE_Z q -> n", "0"),
    ("ALLOC_LQ q;APPLY_RZ q theta=0.4;APPLY_RZ q theta=-0.4;MEASURE_Z q -> m", "0"),
  ]

  @Test(.tags(.exact), arguments: 0..<19)
  func certainOutcomes(index: Int) throws {
    let (text, outcome) = Self.certain[index]
    #expect(try counts(text, shots: 50) == [outcome: 50])
    #expect(try agree(distribution(text), [outcome: 1]))
  }

  @Test(.tags(.exact))
  func repeatedMeasurementsAgree() throws {
    for (basis, extra) in [
      ("X", ""), ("Y", ""), ("Z", ""), ("ANGLE", "angle=0.9"),
      ("ANGLE", "angle=1.5707963267948966"),
    ] {
      let text = """
        ALLOC_LQ a,b
        APPLY_RY a theta=0.6
        APPLY_CNOT a,b
        APPLY_T b
        APPLY_H b
        MEASURE_\(basis) b \(extra) -> m
        MEASURE_\(basis) b \(extra) -> n
        """
      let outcomes = try counts(text, shots: 400)
      #expect(Set(outcomes.keys) == ["00", "11"])
    }
  }

  @Test(.tags(.exact), arguments: 0..<4)
  func groverFindsTheTargetAlways(target: Int) throws {
    let flips = ["a", "b"].enumerated().filter { target >> $0.offset & 1 == 0 }
      .map { "APPLY_X \($0.element)" }.joined(separator: "\n")
    let text = """
      ALLOC_LQ a,b
      APPLY_H a
      APPLY_H b
      \(flips)
      APPLY_CZ a,b
      \(flips)
      APPLY_H a
      APPLY_H b
      APPLY_X a
      APPLY_X b
      APPLY_CZ a,b
      APPLY_X a
      APPLY_X b
      APPLY_H a
      APPLY_H b
      MEASURE_Z a -> ma
      MEASURE_Z b -> mb
      """
    #expect(try counts(text, shots: 100) == ["\(target & 1)\(target >> 1)": 100])
  }

  @Test(.tags(.exact))
  func correctionsActBeforeLaterUse() throws {
    // Listed last, the correction still acts before the qubit's next use reads it.
    let text = """
      ALLOC_LQ a,b
      APPLY_H a
      MEASURE_Z a -> m
      COND_PAULI b in:m mask=X
      MEASURE_Z b -> n
      FREE_LQ a
      """
    #expect(Set(try counts(text, shots: 100).keys) == ["00", "11"])
  }

  @Test(.tags(.exact))
  func unknownOperationsAndBadQubitsAreErrors() throws {
    #expect(throws: QVMError.self) { try program("ALLOC_LQ q;APPLY_NONSENSE q") }
    let unallocated = ExecutionError(.state, "The qubit `q` is not allocated.", node: "n0")
    #expect(throws: unallocated) { try counts("APPLY_H q") }
    #expect(throws: ExecutionError.self) { try counts("ALLOC_LQ q;ALLOC_LQ q") }
    #expect(throws: ExecutionError.self) { try counts("ALLOC_LQ q;APPLY_X q;INJECT_T_STATE q") }
    #expect(throws: ExecutionError.self) {
      try counts("ALLOC_LQ q;APPLY_H q;FREE_LQ q expect=zero")
    }
    #expect(try counts("ALLOC_LQ q;APPLY_H q;APPLY_H q;FREE_LQ q expect=zero") == ["": 64])
  }
}
