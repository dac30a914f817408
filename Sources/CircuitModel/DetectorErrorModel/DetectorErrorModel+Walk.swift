// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension DetectorErrorModel {
  /// The shifts in force at a point of a model.
  struct Offsets {
    var detector: UInt64 = 0
    var coordinates = CoordinateShift()
  }

  /// What a walk is for: blocks that have none of it are not unrolled.
  enum Interest {
    case errors
    case detectors
    case everything
  }

  /// Calls `body` with every error, detector and observable, blocks unrolled where they hold what is of interest.
  ///
  /// Of blocks that declare the same detectors time and again only the first time counts, if these are of interest.
  func walk<Failure: Error>(
    for interest: Interest, _ body: (Instruction, Offsets) throws(Failure) -> Void
  ) throws(Failure) {
    var offsets = Offsets()
    try walk(&offsets, interest, body)
  }

  private func walk<Failure: Error>(
    _ offsets: inout Offsets, _ interest: Interest,
    _ body: (Instruction, Offsets) throws(Failure) -> Void
  ) throws(Failure) {
    for instruction in instructions {
      switch instruction {
      case .error, .detector, .logicalObservable: try body(instruction, offsets)
      case .shiftDetectors(let amount, let vector, _):
        offsets.detector &+= amount
        offsets.coordinates.add(vector)
      case .block(let count, let model, _):
        var left = count
        let isOfInterest = model.holds(interest)
        while left > 0, isOfInterest {
          let before = offsets.detector
          try model.walk(&offsets, interest, body)
          left -= 1
          if interest == .detectors, offsets.detector == before { break }
        }
        model.shift(&offsets, times: left)
      }
    }
  }

  /// Whether anything of interest is in the model.
  private func holds(_ interest: Interest) -> Bool {
    instructions.contains { instruction in
      switch instruction {
      case .error: interest != .detectors
      case .detector: interest != .errors
      case .logicalObservable: interest == .everything
      case .shiftDetectors: false
      case .block(_, let body, _): body.holds(interest)
      }
    }
  }

  /// Makes the shifts of a model, and nothing else, `count` times over.
  private func shift(_ offsets: inout Offsets, times count: UInt64) {
    if count == 0 { return }
    for instruction in instructions {
      switch instruction {
      case .error, .detector, .logicalObservable: break
      case .shiftDetectors(let amount, let vector, _):
        offsets.detector &+= amount &* count
        offsets.coordinates.add(vector.map { $0 * Double(count) })
      case .block(let innerCount, let body, _):
        body.shift(&offsets, times: innerCount &* count)
      }
    }
  }
}

extension DetectorErrorModel {
  /// The most mechanisms that `mechanisms()` gathers.
  public static let largestMechanismCount: UInt64 = 1 << 28

  /// Calls `body` with every mechanism, blocks unrolled, detectors by absolute number.
  ///
  /// - Throws: What `body` throws; a `limit` error if a detector number needs more than 32 bits, or if there are more
  ///   than `largestMechanismCount` mechanisms.
  /// - Complexity: O(size of the unrolled blocks that hold errors).
  public func forEachMechanism(_ body: (Mechanism) throws -> Void) throws {
    try requireIndexable()
    try requireFew()
    try walk(for: .errors) { instruction, offsets in
      if case .error(let probability, let targets, _) = instruction {
        try body(Mechanism(probability, targets, offset: offsets.detector))
      }
    }
  }

  /// Calls `body` with every error as it is written, blocks unrolled.
  ///
  /// It spares the lists that a `Mechanism` has of its own.
  /// - Parameter body: Receives the probability, the targets, and the shift that makes detector numbers absolute.
  /// - Throws: What `body` throws.
  /// - Complexity: O(size of the unrolled blocks that hold errors).
  public func forEachError<Failure: Error>(
    _ body: (_ probability: Double, _ targets: [Target], _ shift: UInt64) throws(Failure) -> Void
  ) throws(Failure) {
    try walk(for: .errors) { (instruction, offsets) throws(Failure) in
      if case .error(let probability, let targets, _) = instruction {
        try body(probability, targets, offsets.detector)
      }
    }
  }

  /// Every mechanism, blocks unrolled, detectors by absolute number.
  ///
  /// - Throws: a `limit` error if a detector number needs more than 32 bits, or if there are more
  ///   than `largestMechanismCount` mechanisms.
  public func mechanisms() throws(CircuitError) -> [Mechanism] {
    try requireIndexable()
    try requireFew()
    var mechanisms: [Mechanism] = []
    mechanisms.reserveCapacity(Int(mechanismCount))
    walk(for: .errors) { instruction, offsets in
      if case .error(let probability, let targets, _) = instruction {
        mechanisms.append(Mechanism(probability, targets, offset: offsets.detector))
      }
    }
    return mechanisms
  }

  private func requireFew() throws(CircuitError) {
    let count = mechanismCount
    guard count <= DetectorErrorModel.largestMechanismCount else {
      throw CircuitError(
        .limit,
        "The model has \(count) error mechanisms when its blocks are unrolled; at most "
          + "\(DetectorErrorModel.largestMechanismCount) can be gone through.")
    }
  }

  private func requireIndexable() throws(CircuitError) {
    let count = detectorCount
    guard count <= UInt64(UInt32.max) else {
      throw CircuitError(
        .limit, "The model has \(count) detectors; at most \(UInt32.max) can be numbered.")
    }
  }

  /// The coordinates of the detectors that have any, by absolute number, shifts applied.
  ///
  /// A detector declared more than once has the coordinates of its first declaration.
  /// - Complexity: O(size of the unrolled model).
  public func detectorCoordinates() -> [UInt64: [Double]] {
    var result: [UInt64: [Double]] = [:]
    walk(for: .detectors) { instruction, offsets in
      guard case .detector(let number, let coordinates, _) = instruction else { return }
      let absolute = number &+ offsets.detector
      if result[absolute] == nil { result[absolute] = offsets.coordinates.applied(to: coordinates) }
    }
    return result.filter { !$0.value.isEmpty }
  }

  /// The same model without blocks and shifts.
  ///
  /// - Complexity: O(size of the unrolled model).
  public func flattened() -> DetectorErrorModel {
    var result = DetectorErrorModel()
    walk(for: .everything) { instruction, offsets in
      switch instruction {
      case .error(let probability, let targets, let tag):
        let absolute = targets.map { target in
          if case .detector(let number) = target {
            Target.detector(number &+ offsets.detector)
          } else {
            target
          }
        }
        result.instructions.append(
          .error(probability: probability, targets: absolute, tag: tag))
      case .detector(let number, let coordinates, let tag):
        result.instructions.append(
          .detector(
            number &+ offsets.detector, coordinates: offsets.coordinates.applied(to: coordinates),
            tag: tag))
      case .logicalObservable, .shiftDetectors, .block: result.instructions.append(instruction)
      }
    }
    return result
  }
}

extension Mechanism {
  init(_ probability: Double, _ targets: [DetectorErrorModel.Target], offset: UInt64) {
    var components: [Symptom] = []
    var detectors: [UInt32] = []
    var observables: [UInt32] = []
    for target in targets {
      switch target {
      case .detector(let number): detectors.append(UInt32(truncatingIfNeeded: number &+ offset))
      case .observable(let number): observables.append(UInt32(truncatingIfNeeded: number))
      case .separator:
        components.append(Symptom(detectors: detectors, observables: observables))
        detectors.removeAll()
        observables.removeAll()
      }
    }
    components.append(Symptom(detectors: detectors, observables: observables))
    self.init(probability: probability, components: components)
  }
}
