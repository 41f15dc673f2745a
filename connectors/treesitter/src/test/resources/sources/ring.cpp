#include <array>
#include <cstddef>

namespace ring {

// A ring buffer of N items.
template <typename T, std::size_t N>
class Buffer {
public:
    bool push(const T &item) {
        if (count_ == N) {
            return false;
        }
        items_[(head_ + count_++) % N] = item;
        return true;
    }

private:
    std::array<T, N> items_{};
    std::size_t head_ = 0;
    std::size_t count_ = 0;
};

int *find(int *from, int *to, int wanted) {
    while (from != to && *from != wanted) {
        ++from;
    }
    return from;
}

}  // namespace ring
