package io.millrace.embedded.qdrant.wire;

import io.grpc.stub.StreamObserver;
import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.Store;
import io.qdrant.client.grpc.Collections.AliasDescription;
import io.qdrant.client.grpc.Collections.ChangeAliases;
import io.qdrant.client.grpc.Collections.CollectionDescription;
import io.qdrant.client.grpc.Collections.CollectionExists;
import io.qdrant.client.grpc.Collections.CollectionExistsRequest;
import io.qdrant.client.grpc.Collections.CollectionExistsResponse;
import io.qdrant.client.grpc.Collections.CollectionOperationResponse;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.GetCollectionInfoResponse;
import io.qdrant.client.grpc.Collections.ListAliasesRequest;
import io.qdrant.client.grpc.Collections.ListAliasesResponse;
import io.qdrant.client.grpc.Collections.ListCollectionAliasesRequest;
import io.qdrant.client.grpc.Collections.ListCollectionsRequest;
import io.qdrant.client.grpc.Collections.ListCollectionsResponse;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.CollectionsGrpc;
import java.util.function.Predicate;

/** Qdrant's Collections service. What is not overridden here answers UNIMPLEMENTED. */
public final class CollectionsService extends CollectionsGrpc.CollectionsImplBase {

    private final Store store;

    public CollectionsService(Store store) {
        this.store = store;
    }

    @Override
    public void create(CreateCollection request, StreamObserver<CollectionOperationResponse> observer) {
        Replies.send(observer, clock -> {
            store.create(NewCollection.state(request));
            return done(true, clock);
        });
    }

    @Override
    public void update(UpdateCollection request, StreamObserver<CollectionOperationResponse> observer) {
        Replies.send(observer, clock -> {
            Collection collection = store.collection(Validation.collectionName(request.getCollectionName()));
            CollectionChange.check(request);
            collection.declare(state -> CollectionChange.apply(request, state));
            return done(true, clock);
        });
    }

    @Override
    public void delete(DeleteCollection request, StreamObserver<CollectionOperationResponse> observer) {
        Replies.send(observer, clock -> {
            if (request.hasTimeout()) {
                Validation.positive("timeout", request.getTimeout());
            }
            return done(store.delete(Validation.collectionName(request.getCollectionName())), clock);
        });
    }

    private static CollectionOperationResponse done(boolean result, Replies.Clock clock) {
        return CollectionOperationResponse.newBuilder()
                .setResult(result)
                .setTime(clock.seconds())
                .build();
    }

    @Override
    public void get(GetCollectionInfoRequest request, StreamObserver<GetCollectionInfoResponse> observer) {
        Replies.send(observer, clock -> {
            Collection collection = store.collection(Validation.collectionName(request.getCollectionName()));
            return GetCollectionInfoResponse.newBuilder()
                    .setResult(CollectionReport.of(collection))
                    .setTime(clock.seconds())
                    .build();
        });
    }

    @Override
    public void collectionExists(CollectionExistsRequest request, StreamObserver<CollectionExistsResponse> observer) {
        Replies.send(observer, clock -> {
            boolean exists = store.exists(Validation.collectionName(request.getCollectionName()));
            return CollectionExistsResponse.newBuilder()
                    .setResult(CollectionExists.newBuilder().setExists(exists))
                    .setTime(clock.seconds())
                    .build();
        });
    }

    @Override
    public void list(ListCollectionsRequest request, StreamObserver<ListCollectionsResponse> observer) {
        Replies.send(observer, clock -> {
            ListCollectionsResponse.Builder response = ListCollectionsResponse.newBuilder();
            store.collectionNames()
                    .forEach(name -> response.addCollections(
                            CollectionDescription.newBuilder().setName(name)));
            return response.setTime(clock.seconds()).build();
        });
    }

    @Override
    public void updateAliases(ChangeAliases request, StreamObserver<CollectionOperationResponse> observer) {
        Replies.send(observer, clock -> {
            if (request.hasTimeout()) {
                Validation.positive("timeout", request.getTimeout());
            }
            store.changeAliases(request.getActionsList());
            return done(true, clock);
        });
    }

    @Override
    public void listAliases(ListAliasesRequest request, StreamObserver<ListAliasesResponse> observer) {
        Replies.send(observer, clock -> aliases(collection -> true, clock));
    }

    @Override
    public void listCollectionAliases(
            ListCollectionAliasesRequest request, StreamObserver<ListAliasesResponse> observer) {
        Replies.send(observer, clock -> {
            Collection collection = store.collection(Validation.collectionName(request.getCollectionName()));
            return aliases(collection.state().name()::equals, clock);
        });
    }

    private ListAliasesResponse aliases(Predicate<String> ofCollection, Replies.Clock clock) {
        ListAliasesResponse.Builder response = ListAliasesResponse.newBuilder();
        store.aliases().forEach((alias, collection) -> {
            if (ofCollection.test(collection)) {
                response.addAliases(
                        AliasDescription.newBuilder().setAliasName(alias).setCollectionName(collection));
            }
        });
        return response.setTime(clock.seconds()).build();
    }
}
