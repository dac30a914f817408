// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

extension SamplerTables {
  /// Walks the line of some shots and hands over each mechanism that fires.
  ///
  /// Hits come in ascending order of shot and, within the shot, of the walk; each mechanism at most once a shot.
  ///
  /// - Parameters:
  ///   - shots: The number of shots, at most `walkSize`.
  ///   - stream: The source of chance.
  ///   - body: Receives the shot and the mechanism's place on the line.
  @inline(__always)
  func walkLine(
    shots: Int, using stream: inout RandomStream, _ body: (_ shot: Int, _ place: Int) -> Void
  ) {
    guard line.unitsPerMean > 0 else { return }
    let end = UInt64(shots) << MechanismLine.positionBits
    let mask = UInt64(1) << MechanismLine.positionBits &- 1
    let shift = line.guideShift
    let units = line.unitsPerMean
    var generator = stream
    var position: UInt64 = 0
    var previousPlace = -1
    var previousShot = -1
    while true {
      // A gap of 2⁶² ends any block; the bound keeps the conversion and the sum in range.
      position &+= UInt64(
        bitPattern: Int64(min(exponential.next(using: &generator) * units, 0x1p62)))
      guard position < end else { break }
      let within = position & mask
      let shot = Int(truncatingIfNeeded: position &>> MechanismLine.positionBits)
      // SAFETY: the guide has a cell for each value of the high bits, and the last end is above `within`.
      var place = Int(unsafe line.guide[unchecked: Int(truncatingIfNeeded: within &>> shift)])
      place &+= unsafe within >= line.ends[unchecked: place] ? 1 : 0
      while unsafe within >= line.ends[unchecked: place] { place &+= 1 }
      // Two events of one mechanism in one shot count once.
      if place == previousPlace, shot == previousShot { continue }
      previousPlace = place
      previousShot = shot
      body(shot, place)
    }
    stream = generator
  }
}
