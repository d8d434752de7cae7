import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../../../base/bytes.ts';
import { openMail } from '../../open-mail.ts';
import { general } from '../general/general.ts';

/** How a list of recipients is announced, by languages. */
const failures = [
  'Ihre Nachricht konnte für folgende Empfänger nicht zugestellt werden:',
  'Folgende Empfänger wurden nicht erreicht:',
  "Votre message n'a pas été remis aux destinataires suivants :",
  'Échec de la remise pour ces destinataires :',
  'El mensaje no se ha podido entregar a los destinatarios siguientes:',
  'Error al entregar a estos destinatarios:',
  'A mensagem não foi entregue a estes destinatários:',
  'Impossibile recapitare il messaggio ai seguenti destinatari:',
  'Kan het bericht niet bezorgen bij deze ontvangers:',
  'Kunne ikke leveres til disse modtagere:',
  'Leveringen til følgende mottakere mislyktes:',
  'Meddelandet gick inte att leverera till följande mottagare:',
  'Viestiä ei voitu toimittaa seuraaville vastaanottajille:',
  'Wiadomość nie została dostarczona do następujących odbiorców:',
  'Doručení těmto příjemcům se nezdařilo:',
  'Az üzenet kézbesítése nem sikerült az alábbi címzetteknek:',
  'Mesajul nu a putut fi livrat acestor destinatari:',
  'Не удалось доставить сообщение следующим получателям:',
  'Не вдалося доставити повідомлення таким одержувачам:',
  'Bu alıcılara teslim edilemedi:',
  'Η παράδοση απέτυχε σε αυτούς τους παραλήπτες:',
  '次の受信者への配信に失敗しました:',
  '邮件无法送达以下收件人:',
  '郵件無法傳遞給下列收件者:',
  '다음 수신자에게 메일을 전송하지 못했습니다:',
  'تعذر تسليم الرسالة إلى المستلمين:',
  'לא ניתן למסור את ההודעה לנמענים:',
  'Không thể gửi thư tới những người nhận này:',
  'ไม่สามารถส่งข้อความถึงผู้รับเหล่านี้:',
];

const delays = [
  'Die Zustellung an folgende Empfänger verzögert sich:',
  'La remise aux destinataires suivants est retardée :',
  'Se ha retrasado la entrega a estos destinatarios:',
  'La consegna ai seguenti destinatari è in ritardo:',
  'Bezorging aan deze ontvangers is vertraagd:',
  'Levering til disse modtagere er forsinket:',
  'Dostarczenie do tych odbiorców jest opóźnione:',
  'Доставка следующим получателям задержана:',
  '次の受信者への配信が遅れています:',
  '发往以下收件人的邮件已延迟:',
];

function read(heading: string): string | undefined {
  const header = 'From: postmaster@krustylu.test\nTo: homer@springfield.test\nSubject: 4711';
  const mail = `${header}\nContent-Type: text/plain; charset=utf-8\n\n${heading}\n\nmoe@tavern.test (Moe)\n`;
  const finding = general.read(openMail(fromUtf8(mail)));
  return finding?.recipients.map(({ address, action }) => `${address} ${action}`).join();
}

describe('phrases', () => {
  for (const heading of failures) {
    it(`tell a failure: ${heading}`, () => assert.equal(read(heading), 'moe@tavern.test failed'));
  }

  for (const heading of delays) {
    it(`tell a delay: ${heading}`, () => assert.equal(read(heading), 'moe@tavern.test delayed'));
  }

  it('tell nothing where they are not', () => assert.equal(read('The weather will be fine for:'), undefined));

  it('match as Germans write without umlauts', () => {
    assert.equal(
      read('Empfaenger, denen nichts uebermittelt werden konnte: unzustellbar an'),
      'moe@tavern.test failed',
    );
    assert.equal(read('Die Nachricht konnte nicht uebermittelt werden:'), 'moe@tavern.test failed');
  });

  it('match without their accents', () => {
    assert.equal(
      read("Votre message n'a pas ete remis aux destinataires suivants :"),
      'moe@tavern.test failed',
    );
  });
});
