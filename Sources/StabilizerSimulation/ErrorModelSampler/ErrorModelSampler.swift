// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
internal import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Draws shots from a detector error model at a cost that follows the errors that happen.
///
/// A mechanism of probability p fires exactly when a Poisson process of mean λ = −ln(1 − p) has at least one event. So
/// the mechanisms are laid end to end on a line, each with length λ, shot after shot, and unit-rate Poisson events are
/// walked along it: one exponential variate an event, whatever the number of mechanisms that stay silent.
/// The line is measured in units of 2⁻⁵² of the length of a shot; that is the absolute accuracy of each λ.
/// A mechanism of p > ½ is taken as one that always fires, undone by another of probability 1 − p.
///
/// Mechanisms lie in ascending order of their first detector, so the defects of a shot come out nearly sorted.
/// The same stream gives the same shots for each of the forms of output.
public struct ErrorModelSampler: Sendable {
  /// A good number of shots for a batch with a random stream of its own.
  public static let blockSize = 1024

  /// The number of detectors of the model.
  public var detectorCount: Int { tables.detectorCount }
  /// The number of observables of the model.
  public var observableCount: Int { tables.observableCount }
  /// The number of mechanisms of the model, with repeated blocks unrolled.
  public var mechanismCount: Int { tables.mechanismCount }

  let tables: SamplerTables

  /// Prepares a model.
  ///
  /// - Throws: `CircuitError` if the model has too many detectors or mechanisms to be held unrolled, or a
  ///   probability outside 0...1.
  /// - Complexity: O(n log n) for n mechanisms.
  public init(_ model: consuming DetectorErrorModel) throws(CircuitError) {
    tables = try SamplerTables(model)
  }
}

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

/// The mechanisms in the order of the walk, shared by all workers.
final class SamplerTables: Sendable {
  /// The number of bits that hold a position within a shot.
  static let positionBits: UInt64 = 52

  let detectorCount: Int
  let observableCount: Int
  let mechanismCount: Int
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
  /// The words that a bit for each detector takes: ⌈detectorCount / 64⌉.
  let wordsPerShot: Int
  /// The number of shots of one walk, at most `blockSize`; few enough that their bits stay in the nearest cache.
  let walkSize: Int
  /// The average number of mechanisms that fire in a shot, those taken as always firing apart.
  let meanFired: Double
  /// The net symptom of the mechanisms that are taken as always firing.
  let constant: Symptom
  /// The numbers of these mechanisms, ascending, in the model's order.
  let constantMechanisms: [UInt32]
  /// What each mechanism flips, in the model's order, for replay.
  let replaySymptoms: SymptomList
  let exponential = ExponentialTable()

  init(_ model: consuming DetectorErrorModel) throws(CircuitError) {
    let detectors = model.detectorCount
    guard detectors <= UInt64(Int32.max),
      model.mechanismCount <= DetectorErrorModel.largestMechanismCount
    else {
      throw CircuitError(
        .limit, "The model has over 2^31 detectors or 2^28 mechanisms, too many to sample.")
    }
    detectorCount = Int(detectors)
    observableCount = model.observableCount
    // The model is no longer needed then, and makes room for the tables.
    let (probabilities, netSymptoms) = try Self.gather(consume model)
    mechanismCount = netSymptoms.count
    var walk: [(original: Int, mean: Double)] = []
    var always: [UInt32] = []
    var net: Set<UInt32> = []
    var netObservables: Set<UInt32> = []
    for (index, probability) in probabilities.enumerated() {
      var p = probability
      if p > 0.5 {
        always.append(UInt32(index))
        net.formSymmetricDifference(netSymptoms.detectors(index))
        netObservables.formSymmetricDifference(netSymptoms.observables(index))
        p = 1 - p
      }
      if p > 0 { walk.append((index, -log1p(-p))) }
    }
    constantMechanisms = always
    constant = Symptom(detectors: net.sorted(), observables: netObservables.sorted())
    replaySymptoms = netSymptoms
    let firsts = walk.map { netSymptoms.detectors($0.original).first ?? 0 }
    walk = walk.indices.sorted { (firsts[$0], $0) < (firsts[$1], $1) }.map { walk[$0] }
    originals = walk.map { UInt32($0.original) }

    var overflow: [Symptom] = []
    wordsPerShot = (detectorCount + 63) / 64
    let unused = UInt32(wordsPerShot * 64)
    symptoms = PackedBuffer(
      walk.map {
        PackedSymptom(
          netSymptoms.detectors($0.original), netSymptoms.observables($0.original),
          unused: unused, &overflow)
      })
    self.overflow = overflow

    let total = walk.reduce(0) { $0 + $1.mean }
    meanFired = total
    walkSize = max(16, min(ErrorModelSampler.blockSize, 4096 / (wordsPerShot + 2)))
    unitsPerMean = total > 0 ? Double(UInt64(1) << Self.positionBits) / total : 0
    let ends = Self.makeEnds(walk.map(\.mean), total: total)
    self.ends = PackedBuffer(ends)
    var cellBits: UInt64 = 1
    while 1 << cellBits < 4 * walk.count { cellBits += 1 }
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

  /// The probabilities and symptoms of a model, gathered one by one: the mechanisms as such take more memory.
  private static func gather(
    _ model: consuming DetectorErrorModel
  ) throws(CircuitError) -> ([Double], SymptomList) {
    var probabilities: [Double] = []
    var symptoms = SymptomList()
    do {
      try model.forEachMechanism { mechanism in
        let p = mechanism.probability
        guard p >= 0, p <= 1 else {
          let index = probabilities.count
          throw CircuitError(.badArgument, "Mechanism \(index) has probability \(p), not in 0...1.")
        }
        probabilities.append(p)
        symptoms.append(mechanism.symptom)
      }
    } catch let error as CircuitError {
      throw error
    } catch {
      throw CircuitError(.limit, "\(error)")
    }
    return (probabilities, symptoms)
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
