package io.millrace.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sparse.Bm25;
import io.millrace.sparse.Language;
import io.millrace.sparse.SparseVector;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of Lucene, the jar has what words are stemmed and numbered with, and nothing else. */
class JobsJarWordsITCase {
    /** Words that the stemmers shorten, and stop words of each language. */
    private static final String TEXT = """
            og de løbende hundenes huse; en de lopende honden van het huis; the running of houses and dogs; ja juoksevat
            koirat taloissa; et les maisons chantantes; und die laufenden Häuser; és a futó kutyák házaiban; e le case
            cantanti; og de løpende hundene; e as casas cantantes; и бегущие собаки в домах; y las casas cantantes; och de
            springande hundarnas husen
            """;

    private static URLClassLoader jar;

    @BeforeAll
    static void open() throws Exception {
        jar = new URLClassLoader(new URL[] {JobsJar.path().toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    @AfterAll
    static void close() throws Exception {
        jar.close();
    }

    @ParameterizedTest
    @EnumSource
    void findsTheWordsOfEveryLanguage(Language language) throws Exception {
        SparseVector vector = vectorOfTheJar(language);

        assertThat(vector).isEqualTo(new Bm25(language).document(TEXT));
        if (language != Language.NONE) {
            assertThat(vector).isNotEqualTo(new Bm25(Language.NONE).document(TEXT));
        }
    }

    private static SparseVector vectorOfTheJar(Language language) throws Exception {
        Class<?> languages = jar.loadClass(Language.class.getName());
        Object same = languages.getMethod("valueOf", String.class).invoke(null, language.name());
        Class<?> bm25 = jar.loadClass(Bm25.class.getName());
        Method document = bm25.getMethod("document", String.class);
        Object vector = document.invoke(bm25.getConstructor(languages).newInstance(same), TEXT);
        assertThat(vector.getClass().getClassLoader()).isSameAs(jar);
        return new SparseVector((int[]) vector.getClass().getMethod("indices").invoke(vector), (float[])
                vector.getClass().getMethod("values").invoke(vector));
    }
}
