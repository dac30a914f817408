// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import PauliAlgebra
import Testing
import _TestSupport

/// A random operator with any phase.
func randomPauliString(_ qubitCount: Int, using stream: inout RandomStream) -> PauliString {
  var result = PauliString(qubitCount: qubitCount)
  for qubit in 0..<qubitCount {
    result[qubit] = Pauli.allCases[Int(stream.next() & 3)]
  }
  result.phase = UInt8(stream.next() & 3)
  return result
}

@Suite("Pauli strings")
struct PauliStringTests {
  @Test("Products of two factors follow the multiplication table", .tags(.exact))
  func multiplicationTable() throws {
    // XY = iZ, YZ = iX, ZX = iY; exchanging the factors conjugates the phase.
    let table = [
      ("X", "Y", "+iZ"), ("Y", "X", "-iZ"), ("Y", "Z", "+iX"), ("Z", "Y", "-iX"),
      ("Z", "X", "+iY"), ("X", "Z", "-iY"), ("X", "X", "+_"), ("Y", "Y", "+_"),
      ("Z", "Z", "+_"), ("_", "Y", "+Y"), ("-X", "iY", "+Z"), ("XX", "ZZ", "-YY"),
      ("XYZ", "YZX", "-iZXY"),
    ]
    for (left, right, product) in table {
      let first = try #require(PauliString(left))
      let second = try #require(PauliString(right))
      #expect((first * second).description == product, "\(left) · \(right)")
    }
  }

  @Test("Multiplication is associative and exchanging factors costs the commutator", .tags(.law))
  func associativity() {
    var stream = RandomStream(seed: 11)
    for qubitCount in [1, 2, 63, 64, 65, 200] {
      for _ in 0..<20 {
        let a = randomPauliString(qubitCount, using: &stream)
        let b = randomPauliString(qubitCount, using: &stream)
        let c = randomPauliString(qubitCount, using: &stream)
        #expect((a * b) * c == a * (b * c))
        #expect(a * b == (a.commutes(with: b) ? b * a : -(b * a)))
        #expect(PauliString(a.description) == a)
      }
    }
  }

  @Test("Text is read with every phase, and other characters are refused", .tags(.exact))
  func text() throws {
    #expect(PauliString("-iXI_Z")?.description == "-iX__Z")
    #expect(PauliString("XYZ")?.weight == 3)
    #expect(PauliString("")?.qubitCount == 0)
    for bad in ["XA", "++X", "X+", "iiX", "x"] { #expect(PauliString(bad) == nil) }
  }

  @Test("Canonical generators do not depend on the choice of generators", .tags(.law))
  func canonicalForm() throws {
    var stream = RandomStream(seed: 5)
    let qubitCount = 70
    var tableau = CliffordTableau(qubitCount: qubitCount)
    for _ in 0..<600 {
      appendRandomGate(to: &tableau, using: &stream)
    }
    var generators = tableau.zImages
    let canonical = PauliString.canonicalGenerators(of: generators)
    #expect(canonical.count == qubitCount)
    for _ in 0..<300 {
      let first = Int(stream.next() % UInt64(qubitCount))
      let second = Int(stream.next() % UInt64(qubitCount))
      if first != second { generators[first] *= generators[second] }
    }
    generators.append(generators[0] * generators[1])
    #expect(PauliString.canonicalGenerators(of: generators) == canonical)
    #expect(PauliString.canonicalGenerators(of: canonical) == canonical)
    let contradictory = canonical + [-canonical[3]]
    #expect(PauliString.canonicalGenerators(of: contradictory).last?.isNegative == true)
  }
}

/// Follows a tableau with a Hadamard, a phase gate or a controlled X at random places.
func appendRandomGate(to tableau: inout CliffordTableau, using stream: inout RandomStream) {
  let gates = [["+Z", "+X"], ["+Y", "+Z"], ["+XX", "+ZI", "+IX", "+ZZ"]]
  let images = gates[Int(stream.next() % 3)].compactMap { PauliString($0) }
  let gate = CliffordTableau(
    xImages: images.enumerated().filter { $0.offset & 1 == 0 }.map(\.element),
    zImages: images.enumerated().filter { $0.offset & 1 == 1 }.map(\.element))
  let count = UInt64(tableau.qubitCount)
  let first = Int(stream.next() % count)
  let second = (first + 1 + Int(stream.next() % (count - 1))) % Int(count)
  tableau.append(gate, at: gate.qubitCount == 1 ? [first] : [first, second])
}
