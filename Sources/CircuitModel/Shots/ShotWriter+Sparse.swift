// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension ShotWriter {
  /// Writes the shot whose ones are in `hits`.
  mutating func putHits() throws {
    switch format {
    case .r8: try putRuns()
    case .ptb64: try putGroup()
    case .hits: try putNumbers()
    default: try putNames()
    }
  }

  private mutating func putRuns() throws {
    var from = 0
    // The shot ends with a one just past its last bit.
    for index in 0...hits.count {
      let bit = index < hits.count ? Int(hits[index]) : width
      var gap = bit - from
      while gap >= 255 {
        try put(255)
        gap -= 255
      }
      try put(UInt8(truncatingIfNeeded: gap))
      from = bit + 1
    }
  }

  private mutating func putGroup() throws {
    for hit in hits { group[Int(hit)] |= 1 << UInt64(groupCount) }
    groupCount += 1
    guard groupCount == 64 else { return }
    for index in group.indices {
      if position + 8 > buffer.count { try flush() }
      let at = position
      let word = group[index]
      var bytes = buffer.mutableSpan
      storeWord(word, &bytes, at: at)
      position += 8
      group[index] = 0
    }
    groupCount = 0
  }

  private mutating func putNumbers() throws {
    for index in hits.indices {
      if index > 0 { try put(UInt8(ascii: ",")) }
      try put(decimal: Int(hits[index]))
    }
    try put(UInt8(ascii: "\n"))
  }

  private mutating func putNames() throws {
    for byte in "shot".utf8 { try put(byte) }
    let detectors = layout.measurements
    let observables = detectors + layout.detectors
    for hit in hits {
      let bit = Int(hit)
      try put(UInt8(ascii: " "))
      if bit >= observables {
        try put(UInt8(ascii: "L"))
        try put(decimal: bit - observables)
      } else if bit >= detectors {
        try put(UInt8(ascii: "D"))
        try put(decimal: bit - detectors)
      } else {
        try put(UInt8(ascii: "M"))
        try put(decimal: bit)
      }
    }
    try put(UInt8(ascii: "\n"))
  }

  private mutating func put(_ byte: UInt8) throws {
    if position == buffer.count { try flush() }
    buffer[position] = byte
    position += 1
  }

  private mutating func put(decimal value: Int) throws {
    var scale = 1
    while value / 10 >= scale { scale *= 10 }
    while scale > 0 {
      try put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / scale % 10))
      scale /= 10
    }
  }
}
