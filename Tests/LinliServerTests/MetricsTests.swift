import LinliModel
import Testing

@testable import LinliServer

@Suite struct MetricsTests {
    @Test func writesTheTextFormat() {
        let metrics = MetricsRegistry()
        metrics.counter("b_total", help: "Bs.\nSecond \\ line.", labels: [MetricLabel("k", "a\"b\\c\nd")])
            .increment(by: 3)
        metrics.gauge("a_open", help: "As.").set(-2)
        #expect(
            MetricsText.write(metrics) == #"""
                # HELP a_open As.
                # TYPE a_open gauge
                a_open -2
                # HELP b_total Bs.\nSecond \\ line.
                # TYPE b_total counter
                b_total{k="a\"b\\c\nd"} 3

                """#)
    }

    @Test func aHistogramCountsEachObservationInItsBucketAndAllAbove() {
        let metrics = MetricsRegistry()
        let histogram = metrics.histogram("t_seconds", help: "Ts.", bounds: [0.5, 2])
        for milliseconds in [250, 500, 1_000, 4_000] { histogram.observe(.milliseconds(milliseconds)) }
        #expect(
            MetricsText.write(metrics) == #"""
                # HELP t_seconds Ts.
                # TYPE t_seconds histogram
                t_seconds_bucket{le="0.5"} 2
                t_seconds_bucket{le="2"} 3
                t_seconds_bucket{le="+Inf"} 4
                t_seconds_sum 5.75
                t_seconds_count 4

                """#)
    }

    @Test func theSameNameAndLabelsAreTheSameMeasure() {
        let metrics = MetricsRegistry()
        for _ in 0..<2 {
            metrics.counter("a_total", help: "As.", labels: [MetricLabel("k", "v")]).increment()
        }
        #expect(metrics.counter("a_total", help: "As.", labels: [MetricLabel("k", "v")]).value == 2)
        #expect(metrics.counter("a_total", help: "As.", labels: [MetricLabel("k", "w")]).value == 0)
    }

    @Test func aLabelWithoutEndIsCaught() {
        let metrics = MetricsRegistry()
        for number in 0..<(Limits.metricSeries + 10) {
            metrics.counter("a_total", help: "As.", labels: [MetricLabel("k", "\(number)")]).increment()
        }
        let text = MetricsText.write(metrics)
        #expect(text.contains("a_total{k=\"other\"} 10\n"))
        #expect(text.split(separator: "\n").count == Limits.metricSeries + 3)
    }

    @Test func knowsTheProcess() {
        let metrics = MetricsRegistry()
        ProcessMeasures.register(in: metrics, startedAt: Instant(milliseconds: 1_773_800_000_250))
        #expect(MetricsText.write(metrics).contains("process_start_time_seconds 1773800000.25\n"))
        // A process with a Swift runtime in it holds more than a megabyte and less than the machine has.
        #expect((1 << 20..<1 << 36).contains(ProcessMeasures.residentBytes()))
    }
}
