// SPDX-License-Identifier: BSL-1.0
#include "load/svg_plot.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace crmlocal::load {
namespace {

constexpr double width = 860, height = 340;
constexpr double left = 76, right = 34, top = 14, bottom = 48;
constexpr std::size_t colours = 6;
constexpr std::size_t names_per_row = 3;
constexpr double names_row_height = 18;

// Where the values of an axis lie.
class scale {
public:
    scale(const plot_axis& of, double begin, double end) : of_(of), begin_(begin), end_(end) {}

    void include(double value) {
        if (of_.is_logarithmic && value <= 0) return;
        lowest_ = std::min(lowest_, value);
        highest_ = std::max(highest_, value);
    }

    // Ends at whole ticks: decades, or steps of 1, 2 or 5.
    void round() {
        if (lowest_ > highest_) lowest_ = of_.is_logarithmic ? 1 : 0, highest_ = 1;
        if (of_.is_logarithmic) {
            lowest_ = std::pow(10, std::floor(std::log10(lowest_)));
            highest_ = std::pow(10, std::ceil(std::log10(highest_ * 1.0001)));
            return;
        }
        lowest_ = std::min(lowest_, 0.0);
        const double rough = std::max(highest_ - lowest_, 1e-9) / 6;
        const double decade = std::pow(10, std::floor(std::log10(rough)));
        for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
            step_ = factor * decade;
            if (step_ >= rough) break;
        }
        highest_ = std::ceil(highest_ / step_ * 1.0001) * step_;
    }

    bool shows(double value) const { return !of_.is_logarithmic || value > 0; }

    double place(double value) const {
        const double share = of_.is_logarithmic
                                 ? std::log(value / lowest_) / std::log(highest_ / lowest_)
                                 : (value - lowest_) / (highest_ - lowest_);
        return begin_ + share * (end_ - begin_);
    }

    std::vector<double> ticks() const {
        std::vector<double> out;
        if (of_.is_logarithmic)
            for (double v = lowest_; v <= highest_ * 1.001; v *= 10) out.push_back(v);
        else
            for (double v = lowest_; v <= highest_ + step_ / 1000; v += step_) out.push_back(v);
        return out;
    }

    const plot_axis& axis() const { return of_; }

private:
    const plot_axis& of_;
    double begin_, end_;
    double lowest_ = HUGE_VAL, highest_ = -HUGE_VAL;
    double step_ = 1;
};

std::string grid(const scale& x, const scale& y) {
    std::string out;
    for (const double v : x.ticks())
        out += fmt::format(R"(<line class="grid" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>)"
                           R"(<text x="{0:.1f}" y="{3}" text-anchor="middle">{4}</text>)",
                           x.place(v), top, height - bottom, height - bottom + 17,
                           escaped(x.axis().tick(v)));
    for (const double v : y.ticks())
        out += fmt::format(R"(<line class="grid" y1="{0:.1f}" y2="{0:.1f}" x1="{1}" x2="{2}"/>)"
                           R"(<text x="{3}" y="{4:.1f}" text-anchor="end">{5}</text>)",
                           y.place(v), left, width - right, left - 8, y.place(v) + 4,
                           escaped(y.axis().tick(v)));
    out += fmt::format(R"(<text x="{:.0f}" y="{:.0f}" text-anchor="middle">{}</text>)",
                       (left + width - right) / 2, height - 10, escaped(x.axis().title));
    out += fmt::format(
        R"svg(<text transform="translate(16 {:.0f}) rotate(-90)" text-anchor="middle">{}</text>)svg",
        (top + height - bottom) / 2, escaped(y.axis().title));
    return out;
}

std::string line(const plot_series& of, std::size_t colour, const scale& x, const scale& y) {
    std::string points;
    for (const auto& p : of.points)
        if (x.shows(p.x) && y.shows(p.y))
            points += fmt::format("{:.1f},{:.1f} ", x.place(p.x), y.place(p.y));
    return fmt::format(
        R"svg(<polyline points="{}" fill="none" stroke="var(--line-{})" stroke-width="2"/>)svg",
        points, colour);
}

std::string name(const plot_series& of, std::size_t index, std::size_t colour) {
    const double x =
        left + static_cast<double>(index % names_per_row) * (width - left - right) / names_per_row;
    const double y = height + 8 + names_row_height * static_cast<double>(index / names_per_row);
    return fmt::format(
        R"svg(<line x1="{:.0f}" x2="{:.0f}" y1="{:.0f}" y2="{:.0f}" stroke="var(--line-{})" )svg"
        R"(stroke-width="3"/><text x="{:.0f}" y="{:.0f}">{}</text>)",
        x, x + 20, y, y, colour, x + 26, y + 4, escaped(of.name));
}

}  // namespace

std::string svg_plot(const plot_axis& x, const plot_axis& y, const std::vector<plot_series>& all) {
    scale across(x, left, width - right);
    scale up(y, height - bottom, top);
    for (const plot_series& each : all)
        for (const auto& p : each.points) across.include(p.x), up.include(p.y);
    across.round();
    up.round();
    const std::size_t rows = (all.size() + names_per_row - 1) / names_per_row;
    std::string out = fmt::format(R"(<svg viewBox="0 0 {} {}" role="img">)", width,
                                  height + 10 + names_row_height * static_cast<double>(rows));
    out += grid(across, up);
    for (std::size_t i = 0; i < all.size(); ++i) {
        out += line(all[i], i % colours + 1, across, up);
        out += name(all[i], i, i % colours + 1);
    }
    return out + "</svg>\n";
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

}  // namespace crmlocal::load
