package io.millrace.rerank;

class WordOverlapTest extends RerankModelContract {
    @Override
    protected RerankModel openModel() {
        return new WordOverlap();
    }
}
