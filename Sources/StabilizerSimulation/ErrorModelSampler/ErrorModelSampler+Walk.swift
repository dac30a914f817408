// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

extension SamplerTables {
  /// Walks the line of up to `blockSize` shots and hands over each mechanism that fires.
  ///
  /// Hits come in ascending order of shot and, within the shot, of the walk; each mechanism at most once a shot.
  ///
  /// - Parameters:
  ///   - shots: The number of shots, at most `ErrorModelSampler.blockSize`.
  ///   - stream: The source of chance.
  ///   - body: Receives the shot and the mechanism's place in the walk.
  @inline(__always)
  func walk(
    shots: Int, using stream: inout RandomStream, _ body: (_ shot: Int, _ place: Int) -> Void
  ) {
    guard unitsPerMean > 0 else { return }
    let end = UInt64(shots) << Self.positionBits
    let mask = UInt64(1) << Self.positionBits &- 1
    let shift = guideShift
    let units = unitsPerMean
    var generator = stream
    var position: UInt64 = 0
    var previousPlace = -1
    var previousShot = -1
    while true {
      // A gap of 2⁶² ends any block; the bound keeps the conversion and the sum in range.
      position &+= UInt64(min(exponential.next(using: &generator) * units, 0x1p62))
      guard position < end else { break }
      let within = position & mask
      let shot = Int(truncatingIfNeeded: position &>> Self.positionBits)
      // SAFETY: the guide has a cell for each value of the high bits, and the last end is above `within`.
      var place = Int(unsafe guide[unchecked: Int(truncatingIfNeeded: within &>> shift)])
      place &+= unsafe within >= ends[unchecked: place] ? 1 : 0
      while unsafe within >= ends[unchecked: place] { place &+= 1 }
      // Two events of one mechanism in one shot count once.
      if place == previousPlace, shot == previousShot { continue }
      previousPlace = place
      previousShot = shot
      body(shot, place)
    }
    stream = generator
  }
}
