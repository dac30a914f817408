// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// What a mechanism flips: up to four detectors in place, the rest in a list.
struct PackedSymptom: BitwiseCopyable, Sendable {
  /// The first four detectors, ascending; unused lanes point to the two spare words after a shot's row.
  var detectors: SIMD4<UInt32>
  /// Observables 0 to 63.
  var observables: UInt64 = 0
  /// The number of detectors in `detectors`.
  var count: UInt32 = 0
  /// One more than the index of the remainder in `overflow`; 0 if there is none.
  var overflow: UInt32 = 0
}

/// Mechanisms of any probabilities, laid end to end on a line.
///
/// A mechanism of probability p fires exactly when a Poisson process of mean λ = −ln(1 − p) has at least one event. So
/// each takes the length λ of the line, shot after shot, and unit-rate Poisson events are walked along it: one
/// exponential variate an event, whatever the number of mechanisms that stay silent.
/// The line is measured in units of 2⁻⁵² of the length of a shot; that is the absolute accuracy of each λ.
/// Mechanisms lie in ascending order of their first detector, so the defects of a shot come out nearly sorted.
struct MechanismLine: ~Copyable, Sendable {
  /// The number of bits that hold a position within a shot.
  static let positionBits: UInt64 = 52

  /// Where each mechanism's stretch of the line ends.
  let ends: PackedBuffer<UInt64>
  let symptoms: PackedBuffer<PackedSymptom>
  /// Detectors beyond the fourth and observables beyond 63, by `PackedSymptom.overflow` − 1.
  let overflow: [Symptom]
  /// The number of each mechanism in the model's order.
  let originals: [UInt32]
  /// For each of equal cells of the line, the first mechanism that ends after the beginning of the cell.
  let guide: PackedBuffer<UInt32>
  /// A position's cell is `position >> guideShift`.
  let guideShift: UInt64
  /// Units of the line to a unit of λ; 0 if nothing can ever happen.
  let unitsPerMean: Double

  /// Lays out some of the mechanisms of a model.
  ///
  /// - Parameters:
  ///   - chosen: Their numbers, ascending.
  ///   - probabilities: The probability of each mechanism of the model.
  ///   - netSymptoms: What each flips.
  ///   - wordsPerShot: The words of the row that the symptoms flip.
  init(
    _ chosen: [UInt32], _ probabilities: [Double], _ netSymptoms: SymptomList, wordsPerShot: Int
  ) {
    let firsts = chosen.map { netSymptoms.detectors(Int($0)).first ?? 0 }
    originals = chosen.indices.sorted { (firsts[$0], $0) < (firsts[$1], $1) }.map { chosen[$0] }
    var overflow: [Symptom] = []
    let unused = UInt32(wordsPerShot * 64)
    symptoms = PackedBuffer(
      originals.map {
        PackedSymptom(
          netSymptoms.detectors(Int($0)), netSymptoms.observables(Int($0)), unused: unused,
          &overflow)
      })
    self.overflow = overflow
    let means = originals.map { SamplerTables.mean(probabilities[Int($0)]) }
    let total = means.reduce(0, +)
    unitsPerMean = total > 0 ? Double(UInt64(1) << Self.positionBits) / total : 0
    let ends = Self.makeEnds(means, total: total)
    self.ends = PackedBuffer(ends)
    var cellBits: UInt64 = 1
    while 1 << cellBits < 4 * means.count { cellBits += 1 }
    guideShift = Self.positionBits - cellBits
    guide = PackedBuffer(
      Self.makeGuide(ends, cells: 1 << Int(cellBits), shift: guideShift))
  }

  /// Where the stretch of each mean ends, on a line of 2^positionBits units.
  private static func makeEnds(_ means: [Double], total: Double) -> [UInt64] {
    let length = UInt64(1) << positionBits
    var sum = 0.0
    var ends = means.map { mean in
      sum += mean
      return min(length, UInt64((sum / total * Double(length)).rounded()))
    }
    if !ends.isEmpty { ends[ends.count - 1] = length }
    return ends
  }

  private static func makeGuide(_ ends: [UInt64], cells: Int, shift: UInt64) -> [UInt32] {
    var guide: [UInt32] = []
    guide.reserveCapacity(cells)
    var index = 0
    for cell in 0..<cells {
      while index + 1 < ends.count, ends[index] <= UInt64(cell) << shift { index += 1 }
      guide.append(UInt32(index))
    }
    return guide
  }
}

extension PackedSymptom {
  init(
    _ fired: ArraySlice<UInt32>, _ flipped: ArraySlice<UInt32>, unused: UInt32,
    _ overflow: inout [Symptom]
  ) {
    // Two words take turns, so that the writes of unused lanes need not wait on each other.
    detectors = SIMD4(0, 64, 0, 64) &+ unused
    let inPlace = fired.prefix(4)
    for (lane, detector) in inPlace.enumerated() { detectors[lane] = detector }
    count = UInt32(inPlace.count)
    var rest = Symptom(detectors: Array(fired.dropFirst(4)), observables: [])
    for observable in flipped {
      if observable < 64 {
        observables ^= 1 << UInt64(observable)
      } else {
        rest.observables.append(observable)
      }
    }
    if !rest.detectors.isEmpty || !rest.observables.isEmpty {
      overflow.append(rest)
      self.overflow = UInt32(overflow.count)
    }
  }
}
